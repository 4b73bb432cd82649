import type { StaffRole } from "../../../platform/database/index.ts"
import { findCookie, forLibrary, takeCookies } from "./cookies.ts"
import type { StaffEnvironment } from "./environment.ts"
import { absoluteHours } from "./library.ts"
import { findMemberByAccount, type Member, recordOfMember } from "./members.ts"

const minuteMs = 60_000
export const idleMinutes = 60

/** What a signed-in member of staff must do before anything else. */
export type Pending = "new_password" | "second_factor"

export interface StaffSession {
  staffId: string
  name: string
  email: string
  role: StaffRole
  accountId: string
  sessionId: string
  secondFactor: boolean
  /** Until it is done, the account's pages are all there is. */
  pending: Pending | null
  /** Until it ends if it is not used any more, in milliseconds. */
  lastsMs: number
}

export interface SessionLine {
  id: string
  current: boolean
  startedAt: Date
  lastSeenAt: Date
  /** As the browser calls itself. */
  userAgent: string
  /** IPv4 address or IPv6 /64 it was opened from. */
  network: string | null
}

/**
 * Who is signed in to this business by the request's cookie, or null: also after one hour without a page, 24
 * hours after the sign-in, or when the member was removed. Loads nothing where there is no cookie. Without `isUse` it
 * is a page that watches, which does not keep its session alive.
 */
export async function findSession(
  environment: StaffEnvironment,
  request: Headers,
  businessId: string,
  isUse = true,
): Promise<StaffSession | null> {
  const found = await readSession(environment, request, isUse)
  if (!found) return null
  const member = await findMemberByAccount(environment, businessId, found.accountId)
  if (!member) return null
  const pending = found.passwordIsTemporary
    ? "new_password"
    : environment.requireSecondFactor && !found.secondFactor
      ? "second_factor"
      : null
  return {
    staffId: member.staffId,
    name: member.name,
    email: member.email,
    role: member.role,
    accountId: found.accountId,
    sessionId: found.sessionId,
    secondFactor: found.secondFactor,
    pending,
    lastsMs: found.lastsMs,
  }
}

interface FoundSession {
  sessionId: string
  accountId: string
  secondFactor: boolean
  passwordIsTemporary: boolean
  lastsMs: number
}

async function readSession(
  environment: StaffEnvironment,
  request: Headers,
  isUse: boolean,
): Promise<FoundSession | null> {
  const { cookies, clock, pool } = environment
  if (findCookie(request, cookies.session) === null) return null
  const { api } = await environment.library()
  const found = await api.getSession({
    headers: forLibrary(request, [cookies.session]),
    query: { disableRefresh: true },
  })
  if (!found) return null
  const { startedAt, lastSeenAt } = found.session
  const now = clock.now().getTime()
  const lives =
    startedAt instanceof Date &&
    lastSeenAt instanceof Date &&
    now - startedAt.getTime() < absoluteHours * 60 * minuteMs &&
    now - lastSeenAt.getTime() < idleMinutes * minuteMs
  if (!lives) {
    await pool.query("delete from sessions where id = $1", [found.session.id])
    return null
  }
  if (isUse && now - lastSeenAt.getTime() >= minuteMs) {
    await pool.query("update sessions set last_seen_at = greatest(last_seen_at, $2) where id = $1", [
      found.session.id,
      clock.now(),
    ])
  }
  return {
    sessionId: found.session.id,
    accountId: found.user.id,
    secondFactor: found.user.twoFactorEnabled === true,
    passwordIsTemporary: found.user.passwordIsTemporary === true,
    lastsMs: Math.min(
      startedAt.getTime() + absoluteHours * 60 * minuteMs - now,
      lastSeenAt.getTime() + idleMinutes * minuteMs - now,
    ),
  }
}

/** The person's own sessions that still live, newest first. */
export async function listSessions(
  environment: StaffEnvironment,
  session: StaffSession,
): Promise<SessionLine[]> {
  const now = environment.clock.now().getTime()
  const result = await environment.pool.query<{
    id: string
    started_at: Date
    last_seen_at: Date
    user_agent: string | null
    network: string | null
  }>(
    `select id, started_at, last_seen_at, user_agent, network from sessions
     where user_id = $1 and started_at > $2 and last_seen_at > $3
     order by started_at desc, id desc limit 100`,
    [
      session.accountId,
      new Date(now - absoluteHours * 60 * minuteMs),
      new Date(now - idleMinutes * minuteMs),
    ],
  )
  return result.rows.map((row) => ({
    id: row.id,
    current: row.id === session.sessionId,
    startedAt: row.started_at,
    lastSeenAt: row.last_seen_at,
    userAgent: row.user_agent ?? "",
    network: row.network,
  }))
}

/** Ends one of the person's own sessions. False when it is not theirs or has ended. */
export async function endSession(
  environment: StaffEnvironment,
  businessId: string,
  session: StaffSession,
  sessionId: string,
): Promise<boolean> {
  const result = await environment.pool.query("delete from sessions where id = $1 and user_id = $2", [
    sessionId,
    session.accountId,
  ])
  if (result.rowCount === 0) return false
  await recordOfMember(environment, memberOf(businessId, session), "staff.session_ended", {
    session: sessionId,
  })
  return true
}

/** Ends the person's other sessions and says how many there were. */
export async function endOtherSessions(
  environment: StaffEnvironment,
  businessId: string,
  session: StaffSession,
): Promise<number> {
  const result = await environment.pool.query<{ id: string }>(
    "delete from sessions where user_id = $1 and id <> $2 returning id",
    [session.accountId, session.sessionId],
  )
  for (const { id } of result.rows) {
    await recordOfMember(environment, memberOf(businessId, session), "staff.session_ended", { session: id })
  }
  return result.rows.length
}

/** Ends the session of this browser, whatever its state, and takes its cookie away. */
export async function signOut(
  environment: StaffEnvironment,
  request: Headers,
  businessId: string,
): Promise<string[]> {
  const { cookies } = environment
  const session = await findSession(environment, request, businessId)
  const { api } = await environment.library()
  const answer = await api.signOut({ headers: forLibrary(request, [cookies.session]), returnHeaders: true })
  if (session) {
    await recordOfMember(environment, memberOf(businessId, session), "staff.signed_out", {
      session: session.sessionId,
    })
  }
  return takeCookies(answer.headers, cookies)
}

/** Ends what the browser was signed in to before, when it signs in again (ASVS 7.2.4). */
export async function endPreviousSession(environment: StaffEnvironment, request: Headers): Promise<void> {
  const previous = await readSession(environment, request, false)
  if (previous) await environment.pool.query("delete from sessions where id = $1", [previous.sessionId])
}

export function memberOf(businessId: string, session: StaffSession): Member {
  return {
    businessId,
    staffId: session.staffId,
    accountId: session.accountId,
    name: session.name,
    email: session.email,
    role: session.role,
  }
}
