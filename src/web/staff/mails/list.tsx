import { findCustomerCard } from "../../../domain/customers/index.ts"
import { listMails, type MailLine, type MailState, mailStates } from "../../../domain/notifications/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { formatMoment } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Badge, Chips, EmptyState, PageHead, Pager, Table, type Tone } from "../../ui/index.ts"
import { StaffPage } from "../staff-page.tsx"

const { staff } = routes
const mailsPerPage = 50

const tones: Readonly<Record<MailState, Tone>> = {
  queued: "waiting",
  sending: "waiting",
  uncertain: "waiting",
  sent: "good",
  kept: "quiet",
  failed: "late",
  dropped: "quiet",
}

interface Filter {
  state: MailState | undefined
  customer: string | undefined
  before: string | undefined
}

/** `GET /mails`: newest first, of one state or customer. */
export async function showMails(c: StaffContext): Promise<Response> {
  const { mail: words, shared } = texts(c.var.language)
  const filter = readFilter(c)
  const { mails, older } = await listMails(c.var.actor, {
    state: filter.state,
    customerId: filter.customer,
    before: filter.before,
    limit: mailsPerPage,
  })
  const customer = filter.customer ? await findCustomerCard(c.var.actor, filter.customer) : null
  const href = (change: Partial<Filter>) => staff.mails.to({ ...filter, before: undefined, ...change })
  const chip = (state: MailState | undefined, text: string) => ({
    href: href({ state }),
    text,
    current: filter.state === state,
  })
  const isFiltered = Boolean(filter.state ?? filter.customer ?? filter.before)
  return c.html(
    <StaffPage c={c} title={words.list.title} section="settings">
      <PageHead title={words.list.title} />
      {customer && (
        <p>
          <a href={staff.customer.to({ id: customer.id })}>{words.list.of(customer.name)}</a>
        </p>
      )}
      <div class="tools">
        <Chips
          label={words.list.filter}
          chips={[
            chip(undefined, words.list.all),
            ...mailStates.map((state) => chip(state, words.list.states[state])),
          ]}
        />
      </div>
      {mails.length > 0 ? (
        <MailTable c={c} mails={mails} />
      ) : (
        <EmptyState title={isFiltered ? words.list.nothingFound : words.list.empty} icon="mail">
          <p>{words.list.emptyText}</p>
        </EmptyState>
      )}
      <Pager
        label={shared.pages}
        newer={filter.before ? { href: href({}), text: shared.newer } : undefined}
        older={older ? { href: href({ before: older }), text: shared.older } : undefined}
      />
    </StaffPage>,
  )
}

export function MailBadge({ c, state }: { c: StaffContext; state: MailState }) {
  return <Badge tone={tones[state]} text={texts(c.var.language).mail.list.states[state]} />
}

function MailTable({ c, mails }: { c: StaffContext; mails: readonly MailLine[] }) {
  const { mail: words } = texts(c.var.language)
  const { columns } = words.list
  return (
    <Table
      caption={words.list.title}
      columns={[
        { label: columns.subject },
        { label: columns.to },
        { label: columns.state, short: true },
        { label: columns.at, short: true },
      ]}
      rows={mails.map((mail) => [
        <span class="two-lines">
          <a href={staff.mail.to({ id: mail.id })}>{mail.subject ?? words.templates.names[mail.template]}</a>
          <span class="soft small">{words.templates.names[mail.template]}</span>
        </span>,
        <span class="two-lines">
          <a href={staff.customer.to({ id: mail.customer.id })}>{mail.contactName ?? mail.customer.name}</a>
          <span class="soft small">{mail.recipient ?? ""}</span>
        </span>,
        <MailBadge c={c} state={mail.state} />,
        formatMoment(mail.finishedAt ?? mail.queuedAt, c.var.language, c.var.business.timeZone),
      ])}
    />
  )
}

function readFilter(c: StaffContext): Filter {
  const customer = c.req.query("customer") ?? ""
  const before = c.req.query("before") ?? ""
  return {
    state: mailStates.find((one) => one === c.req.query("state")),
    customer: isId(customer) ? customer : undefined,
    before: isId(before) ? before : undefined,
  }
}
