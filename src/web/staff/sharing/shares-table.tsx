import type { ShareRow } from "../../../domain/sharing/index.ts"
import { formatMoment } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { documentTitle } from "../../ui/document/index.ts"
import { Button, StateBadge, Table } from "../../ui/index.ts"

/** The last shares: what, to whom, when and by whom, and whether it was opened; living links can be copied or closed. */
export function SharesTable({ c, shares }: { c: StaffContext; shares: readonly ShareRow[] }) {
  const { language, actor } = c.var
  const words = texts(language).sharing
  if (shares.length === 0) return <p class="soft">{words.none}</p>
  const { columns } = words
  const mayWrite = actor.role !== "read_only"
  return (
    <Table
      caption={words.title}
      columns={[
        { label: columns.what, short: true },
        { label: columns.to },
        { label: columns.when, short: true },
        { label: columns.opened },
        ...(mayWrite ? [{ label: "" }] : []),
      ]}
      rows={shares.map((share) => [
        <What c={c} share={share} />,
        share.to ?? words.ways[share.way],
        <TwoLines
          first={formatMoment(share.at, language, c.var.business.timeZone)}
          second={share.by ? words.by(share.by) : words.byProgram}
        />,
        openedText(c, share),
        mayWrite ? <Deeds c={c} share={share} /> : null,
      ])}
    />
  )
}

function What({ c, share }: { c: StaffContext; share: ShareRow }) {
  const { language } = c.var
  const words = texts(language).sharing
  const state = share.state === "waiting" || share.state === "failed" ? share.state : share.linkState
  const looks = {
    active: "active",
    expired: "expired",
    revoked: "revoked",
    waiting: "queued",
    failed: "failed",
  } as const
  return (
    <span class="two-lines">
      <span>
        {share.document ? (
          <a href={routes.staff.document.to({ id: share.document.id })}>
            {documentTitle(share.document, language)}
          </a>
        ) : (
          words.what[share.what]
        )}
      </span>
      <span>
        <StateBadge state={looks[state]} text={words.states[state]} />
      </span>
    </span>
  )
}

function openedText(c: StaffContext, share: ShareRow): string {
  const { language, business } = c.var
  const words = texts(language).sharing
  const moment = (at: Date) => formatMoment(at, language, business.timeZone)
  if (share.firstOpenedByPersonAt) return words.openedBy(moment(share.firstOpenedByPersonAt))
  return share.firstOpenedAt ? words.openedByMachine(moment(share.firstOpenedAt)) : words.notOpened
}

function Deeds({ c, share }: { c: StaffContext; share: ShareRow }) {
  const words = texts(c.var.language).sharing
  const { linkId, document } = share
  if (!linkId || !document || share.linkState !== "active" || share.state !== "shared") return null
  const title = `${documentTitle(document, c.var.language)}, ${share.to ?? words.ways[share.way]}`
  return (
    <>
      <form method="post" action={routes.staff.documentLinkCopy.to({ id: linkId })}>
        <Button kind="plain" label={words.copyOf(title)}>
          {words.copy}
        </Button>
      </form>
      <form method="post" action={routes.staff.documentLinkClose.to({ id: linkId })}>
        <Button kind="plain" label={words.closeOf(title)}>
          {words.close}
        </Button>
      </form>
    </>
  )
}

function TwoLines({ first, second }: { first: string; second: string }) {
  return (
    <span class="two-lines">
      <span>{first}</span>
      <span class="soft small">{second}</span>
    </span>
  )
}
