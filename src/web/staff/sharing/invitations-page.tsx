import type { CustomerRow } from "../../../domain/customers/index.ts"
import {
  hindrances,
  type InvitationProgress,
  invitationsPerMinute,
  type Reachability,
  type UnreachableCustomer,
} from "../../../domain/sharing/index.ts"
import { formatMoment } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import {
  Button,
  Card,
  Checkbox,
  KeyValue,
  Notice,
  PageHead,
  Pager,
  SearchField,
  StateBadge,
  Table,
} from "../../ui/index.ts"
import { StaffPage } from "../staff-page.tsx"

export interface InvitationsPageProps {
  c: StaffContext
  reach: Reachability
  unreachable: { customers: readonly UnreachableCustomer[]; next: string | null }
  invitation: InvitationProgress | null
  isOpen: boolean
  search: string
  candidates: readonly CustomerRow[]
  after: string
  problem: string | undefined
}

const { staff } = routes

/** Launching the portal: who would get a mail, who cannot be reached, how far it is. */
export function InvitationsPage(props: InvitationsPageProps) {
  const { c, invitation, isOpen, problem } = props
  const words = texts(c.var.language).sharing.invitations
  const done = c.req.query("done") ?? ""
  const mayInvite = c.var.actor.role !== "read_only" && isOpen && invitation?.state !== "running"
  return (
    <StaffPage c={c} title={words.title} section="settings">
      <PageHead title={words.title} />
      <div class="settings stack">
        {Object.hasOwn(words.done, done) && (
          <Notice kind="success">{words.done[done as keyof typeof words.done]}</Notice>
        )}
        {problem && <Notice kind="problem">{problem}</Notice>}
        {!isOpen && !problem && <Notice kind="warning">{words.portalOff}</Notice>}
        <p class="soft">{words.intro}</p>
        {invitation && <Progress c={c} invitation={invitation} />}
        <Reach {...props} mayInvite={mayInvite} />
        {mayInvite && <Chooser {...props} />}
        <Unreachable {...props} />
      </div>
    </StaffPage>
  )
}

function Progress({ c, invitation }: { c: StaffContext; invitation: InvitationProgress }) {
  const { language, business, actor } = c.var
  const { sharing, staffActivity } = texts(language)
  const words = sharing.invitations
  const { sent, waiting, leftOut, state } = invitation
  const all = sent + waiting + leftOut
  const looks = { running: "running", stopped: "cancelled", done: "done" } as const
  return (
    <Card title={state === "running" ? words.running : words.finished}>
      <p>
        <StateBadge state={looks[state]} text={words.states[state]} /> {words.progress(sent, all)}
      </p>
      <progress class="progress" max={all} value={sent + leftOut} aria-label={words.progress(sent, all)} />
      {state === "running" && waiting > 0 && <p class="soft">{words.waiting(waiting)}</p>}
      {leftOut > 0 && <p class="soft">{words.leftOut(leftOut)}</p>}
      <p class="soft small">
        {words.startedBy(
          formatMoment(invitation.startedAt, language, business.timeZone),
          invitation.by ?? staffActivity.program,
        )}
      </p>
      {state === "running" && (
        <div class="actions">
          <Button href={staff.portalInvitations.to()}>{words.refresh}</Button>
          {actor.role !== "read_only" && (
            <form method="post" action={staff.portalInvitationStop.to()}>
              <Button>{words.stop}</Button>
            </form>
          )}
        </div>
      )}
    </Card>
  )
}

function Reach({ c, reach, mayInvite }: InvitationsPageProps & { mayInvite: boolean }) {
  const { language } = c.var
  const words = texts(language).sharing.invitations
  const number = (count: number) => count.toLocaleString(language)
  const isMixed = reach.neverInvited > 0 && reach.neverInvited < reach.reachable
  const minutes = Math.max(1, Math.ceil(reach.reachable / invitationsPerMinute))
  return (
    <Card title={words.reach}>
      <KeyValue
        facts={[
          { label: words.reachable, value: number(reach.reachable) },
          { label: words.fresh, value: number(reach.neverInvited) },
          ...hindrances.map((hindrance) => ({
            label: words.hindrances[hindrance],
            value: number(reach.unreachable[hindrance]),
          })),
        ]}
      />
      {mayInvite && reach.reachable > 0 && (
        <>
          <p class="soft small">{words.pace(invitationsPerMinute, minutes)}</p>
          <form method="post" action={staff.portalInvitations.to()} class="actions">
            {isMixed && (
              <Button kind="primary" name="who" value="never_invited">
                {words.newOnes(reach.neverInvited)}
              </Button>
            )}
            <Button kind={isMixed ? "outlined" : "primary"} name="who" value="all">
              {words.all(reach.reachable)}
            </Button>
          </form>
        </>
      )}
    </Card>
  )
}

function Chooser({ c, search, candidates }: InvitationsPageProps) {
  const words = texts(c.var.language).sharing.invitations
  return (
    <Card title={words.chooseTitle} id="choose">
      <SearchField
        action={staff.portalInvitations.to()}
        value={search}
        label={words.search}
        placeholder={words.searchPlaceholder}
        submit={words.searchSubmit}
      />
      {search !== "" && candidates.length === 0 && <p class="soft">{words.noneFound}</p>}
      {candidates.length > 0 && (
        <form method="post" action={staff.portalInvitations.to()} class="stack">
          {candidates.map((customer) => (
            <Checkbox
              id={`customer-${customer.id}`}
              name="customer"
              value={customer.id}
              label={`${customer.name} (${customer.number})`}
            />
          ))}
          <div class="actions">
            <Button>{words.chosen}</Button>
          </div>
        </form>
      )}
    </Card>
  )
}

function Unreachable({ c, unreachable, after, search }: InvitationsPageProps) {
  const { sharing, shared } = texts(c.var.language)
  const words = sharing.invitations
  const query = { q: search || undefined }
  return (
    <section class="block">
      <h2>{words.unreachable}</h2>
      {unreachable.customers.length === 0 ? (
        <p class="soft">{words.unreachableNone}</p>
      ) : (
        <Table
          caption={words.unreachable}
          columns={[{ label: words.customer }, { label: words.cause }]}
          rows={unreachable.customers.map((customer) => [
            <a href={staff.customer.to({ id: customer.customerId })}>
              {customer.name} ({customer.number})
            </a>,
            words.hindrances[customer.hindrance],
          ])}
        />
      )}
      <Pager
        label={shared.pages}
        newer={after ? { href: staff.portalInvitations.to(query), text: shared.newer } : undefined}
        older={
          unreachable.next
            ? { href: staff.portalInvitations.to({ ...query, after: unreachable.next }), text: shared.older }
            : undefined
        }
      />
    </section>
  )
}
