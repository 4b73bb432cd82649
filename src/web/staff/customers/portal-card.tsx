import type { TokenRow } from "../../../domain/access/index.ts"
import type { CustomerCard } from "../../../domain/customers/index.ts"
import { formatMoment } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Button, Card, KeyValue, StateBadge } from "../../ui/index.ts"

interface PortalCardProps {
  c: StaffContext
  customer: CustomerCard
  /** The newest, whatever its state. */
  token: TokenRow | null
}

/** Whether the customer is let in, the state of their portal link, and what can be done about both. */
export function PortalCard({ c, customer, token }: PortalCardProps) {
  const words = texts(c.var.language).staffCustomers
  const mayWrite = c.var.actor.role !== "read_only" && !customer.mergedInto
  return (
    <Card title={words.portal} id="portal">
      {customer.portalAccess ? (
        <StateBadge state="active" text={words.accessOn} />
      ) : (
        <>
          <StateBadge state="blocked" text={words.accessOff} />
          <p class="soft">{words.accessOffHint}</p>
        </>
      )}
      {token ? (
        <TokenFacts c={c} token={token} />
      ) : (
        customer.portalAccess && <p class="soft">{words.noToken}</p>
      )}
      {mayWrite && (
        <Deeds
          customer={customer}
          token={token}
          words={words}
          sharing={texts(c.var.language).sharing.customer}
        />
      )}
    </Card>
  )
}

function TokenFacts({ c, token }: { c: StaffContext; token: TokenRow }) {
  const { language, business } = c.var
  const words = texts(language)
  const own = words.staffCustomers
  const moment = (at: Date) => formatMoment(at, language, business.timeZone)
  return (
    <KeyValue
      facts={[
        {
          label: own.token,
          value: (
            <>
              <StateBadge state={token.state} text={own.tokenStates[token.state]} />{" "}
              {token.state === "active" && own.expires(moment(token.expiresAt))}
              {token.state === "expired" && own.expired(moment(token.expiresAt))}
            </>
          ),
        },
        {
          label: own.made,
          value: own.madeBy(moment(token.createdAt), token.createdBy ?? words.staffActivity.program),
        },
        {
          label: own.used,
          value: token.lastUsedAt ? own.timesUsed(token.uses, moment(token.lastUsedAt)) : own.neverUsed,
        },
      ]}
    />
  )
}

interface DeedsProps {
  customer: CustomerCard
  token: TokenRow | null
  words: ReturnType<typeof texts>["staffCustomers"]
  sharing: ReturnType<typeof texts>["sharing"]["customer"]
}

function Deeds({ customer, token, words, sharing }: DeedsProps) {
  const { id, portalAccess } = customer
  const active = token?.state === "active" ? token : null
  return (
    <div class="actions">
      {portalAccess && !active && (
        <form method="post" action={routes.staff.customerToken.to({ id })}>
          <Button kind="primary" icon="key-round">
            {words.generate}
          </Button>
        </form>
      )}
      {active && (
        <>
          <form method="post" action={routes.staff.portalTokenCopy.to({ id: active.id })}>
            <Button kind="primary" icon="copy">
              {words.copyLink}
            </Button>
          </form>
          <Button href={routes.staff.portalTokenRegenerate.to({ id: active.id })}>{words.regenerate}</Button>
          <Button href={routes.staff.portalTokenRevoke.to({ id: active.id })}>{words.revoke}</Button>
        </>
      )}
      {portalAccess && (
        <>
          <form method="post" action={routes.staff.customerPortalLinkMail.to({ id })}>
            <Button icon="mail">{sharing.mailPortalLink}</Button>
          </form>
          <form method="post" action={routes.staff.customerSignInLink.to({ id })}>
            <Button>{sharing.mailSignInLink}</Button>
          </form>
        </>
      )}
      <Button kind="plain" href={routes.staff.customerPortalAccess.to({ id })}>
        {portalAccess ? words.turnOff : words.turnOn}
      </Button>
    </div>
  )
}
