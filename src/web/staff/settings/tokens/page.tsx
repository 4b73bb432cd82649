import type { Child } from "hono/jsx"
import { type TokenPage, type TokenRow, tokenStates } from "../../../../domain/access/index.ts"
import { dateIn } from "../../../../platform/clock/index.ts"
import { formatShortDate } from "../../../../platform/language/index.ts"
import { routes } from "../../../../routes.ts"
import type { StaffContext } from "../../../context.ts"
import { Button, Chips, EmptyState, Pager, SearchField, StateBadge, Table } from "../../../ui/index.ts"
import { findDone, isOwner, SettingsPage, wordsOf } from "../settings-page.tsx"
import { type TokenFilter, toQuery } from "./filter.ts"
import { type Candidates, GenerateCard } from "./generate-card.tsx"
import { LinkCard, type LinkToCopy } from "./link-card.tsx"

export interface TokensPageProps extends TokenPage {
  c: StaffContext
  filter: TokenFilter
  portalEnabled: boolean
  /** Just copied: shown once, on this page only. */
  link?: LinkToCopy | undefined
  generate?: Candidates | undefined
  shareNotice?: Child
}

const { staff } = routes

export function mayWrite(c: StaffContext): boolean {
  return c.var.actor.role !== "read_only"
}

/** A moment as the business's date. */
export function shortDate(c: StaffContext, moment: Date): string {
  return formatShortDate(dateIn(c.var.business.timeZone, moment), c.var.language)
}

/** The tokens customers come in by, newest first. */
export function TokensPage(props: TokensPageProps) {
  const { c, link } = props
  const { portalTokens: words, portalSettings } = wordsOf(c)
  return (
    <SettingsPage
      c={c}
      title={words.title}
      done={findDone(c, words.done)}
      up={{ href: staff.portalSettings.to(), text: portalSettings.title }}
    >
      {props.shareNotice}
      {link && <LinkCard c={c} link={link} portalEnabled={props.portalEnabled} />}
      <p class="soft">{words.intro}</p>
      {mayWrite(c) && <GenerateCard c={c} {...props.generate} />}
      {mayWrite(c) && (
        <div class="actions">
          <Button href={staff.portalTokensMissing.to()} icon="plus">
            {words.missing.button}
          </Button>
          {isOwner(c) && (
            <Button href={staff.portalTokensAll.to()} icon="ban">
              {words.revokeAll.button}
            </Button>
          )}
        </div>
      )}
      <TokenList {...props} />
    </SettingsPage>
  )
}

function TokenList({ c, filter, tokens, older }: TokensPageProps) {
  const { portalTokens: words, shared } = wordsOf(c)
  const chip = (state: TokenFilter["state"], text: string) => ({
    href: staff.portalTokens.to({ q: filter.q, state }),
    text,
    current: filter.state === state,
  })
  const isFiltered = Boolean(filter.q ?? filter.state ?? filter.before)
  return (
    <div>
      <div class="tools">
        <SearchField
          action={staff.portalTokens.to()}
          value={filter.q}
          label={words.search}
          placeholder={words.searchPlaceholder}
          submit={words.searchSubmit}
          kept={filter.state ? { state: filter.state } : {}}
        />
        <Chips
          label={words.filter}
          chips={[
            chip(undefined, words.all),
            ...tokenStates.map((state) => chip(state, words.states[state])),
          ]}
        />
      </div>
      {tokens.length > 0 ? (
        <TokenTable c={c} filter={filter} tokens={tokens} />
      ) : (
        <EmptyState title={isFiltered ? words.nothingFound : words.empty} icon="key-round">
          <p>{isFiltered ? words.nothingFoundText : words.emptyText}</p>
        </EmptyState>
      )}
      <Pager
        label={shared.pages}
        newer={
          filter.before
            ? { href: staff.portalTokens.to({ q: filter.q, state: filter.state }), text: shared.newer }
            : undefined
        }
        older={
          older
            ? { href: staff.portalTokens.to({ ...toQuery(filter), before: older }), text: shared.older }
            : undefined
        }
      />
    </div>
  )
}

function TokenTable({
  c,
  filter,
  tokens,
}: {
  c: StaffContext
  filter: TokenFilter
  tokens: readonly TokenRow[]
}) {
  const words = wordsOf(c).portalTokens
  const { columns } = words
  const deeds = mayWrite(c) ? [{ label: "" }] : []
  return (
    <Table
      caption={words.title}
      columns={[
        { label: columns.customer },
        { label: columns.state, short: true },
        { label: columns.made, short: true },
        { label: columns.used, short: true },
        ...deeds,
      ]}
      rows={tokens.map((token) => [
        <TwoLines
          first={<a href={staff.customer.to({ id: token.customer.id })}>{token.customer.name}</a>}
          second={token.customer.number}
        />,
        <TwoLines
          first={<StateBadge state={token.state} text={words.states[token.state]} />}
          second={expiryOf(c, token)}
        />,
        <TwoLines first={shortDate(c, token.createdAt)} second={token.createdBy ?? words.byProgram} />,
        <TwoLines
          first={token.lastUsedAt ? shortDate(c, token.lastUsedAt) : words.neverUsed}
          second={words.uses(token.uses)}
        />,
        mayWrite(c) ? <TokenDeeds c={c} filter={filter} token={token} /> : null,
      ])}
    />
  )
}

function TwoLines({ first, second }: { first: unknown; second: string }) {
  return (
    <span class="two-lines">
      <span>{first}</span>
      <span class="soft small">{second}</span>
    </span>
  )
}

function expiryOf(c: StaffContext, token: TokenRow): string {
  const words = wordsOf(c).portalTokens
  const date = shortDate(c, token.expiresAt)
  if (token.state === "active") return words.expires(date)
  return token.state === "expired" ? words.expired(date) : words.wouldExpire(date)
}

function TokenDeeds({ c, filter, token }: { c: StaffContext; filter: TokenFilter; token: TokenRow }) {
  const { portalTokens: words, sharing } = wordsOf(c)
  const { id, customer } = token
  if (token.state === "revoked") return null
  return (
    <>
      {token.state === "active" && (
        <form method="post" action={staff.portalTokenMail.to({ id })}>
          <Button label={sharing.customer.mailPortalLinkOf(customer.name)}>
            {sharing.customer.mailPortalLink}
          </Button>
        </form>
      )}
      {token.state === "active" && (
        <form method="post" action={staff.portalTokenCopy.to({ id }, toQuery(filter))}>
          <Button label={words.copyOf(customer.name)}>{words.copy}</Button>
        </form>
      )}
      <Button
        kind="plain"
        href={staff.portalTokenRegenerate.to({ id })}
        label={words.regenerateOf(customer.name)}
      >
        {words.regenerate}
      </Button>
      {token.state === "active" && (
        <Button kind="plain" href={staff.portalTokenRevoke.to({ id })} label={words.revokeOf(customer.name)}>
          {words.revoke}
        </Button>
      )}
    </>
  )
}
