import { type CustomerRow, listCustomers } from "../../../domain/customers/index.ts"
import { isPortalOpen } from "../../../domain/settings/index.ts"
import {
  countReachable,
  findInvitation,
  type Invited,
  listUnreachable,
  startInvitation,
  stopInvitation,
} from "../../../domain/sharing/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { InvitationsPage } from "./invitations-page.tsx"

const unreachableShown = 50
const candidatesShown = 50

/** `GET /settings/portal/invitations`: who would be reached and who not, and how far the last invitation is. */
export function showInvitations(c: StaffContext): Promise<Response> {
  return render(c)
}

async function render(c: StaffContext, problem?: string): Promise<Response> {
  const { actor } = c.var
  const after = c.req.query("after") ?? ""
  const search = (c.req.query("q") ?? "").trim().slice(0, 200)
  const [reach, unreachable, invitation, isOpen, candidates] = await Promise.all([
    countReachable(actor),
    listUnreachable(actor, { after: isId(after) ? after : undefined, limit: unreachableShown }),
    findInvitation(actor),
    isPortalOpen(actor),
    search === "" ? ([] as CustomerRow[]) : findCandidates(c, search),
  ])
  const page = { reach, unreachable, invitation, isOpen, search, candidates, after: isId(after) ? after : "" }
  return c.html(<InvitationsPage c={c} {...page} problem={problem} />, problem ? 422 : 200)
}

async function findCandidates(c: StaffContext, search: string): Promise<CustomerRow[]> {
  const found = await listCustomers(c.var.actor, { search, limit: candidatesShown })
  return found.customers.filter((customer) => customer.portalAccess)
}

/** `POST /settings/portal/invitations`: begins with all, those never invited, or the chosen. */
export async function inviteCustomers(c: StaffContext): Promise<Response> {
  const words = texts(c.var.language).sharing.invitations
  if (!(await isPortalOpen(c.var.actor))) return render(c, words.portalOff)
  const body = await c.req.parseBody({ all: true })
  const chosen = [body.customer].flat().filter((id): id is string => typeof id === "string" && isId(id))
  const invited: Invited = body.who === "all" || body.who === "never_invited" ? body.who : chosen
  const outcome = await startInvitation(c.var.actor, invited)
  if (!outcome.ok) return render(c, words.problems[outcome.reason])
  return c.redirect(routes.staff.portalInvitations.to({ done: "started" }), 303)
}

/** `POST /settings/portal/invitations/stop`. */
export async function stopInviting(c: StaffContext): Promise<Response> {
  const done = (await stopInvitation(c.var.actor)) ? "stopped" : "not_running"
  return c.redirect(routes.staff.portalInvitations.to({ done }), 303)
}
