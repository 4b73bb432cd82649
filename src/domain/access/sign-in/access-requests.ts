import { sql } from "kysely"
import { createDoorActor, type StaffActor, type WorkActor } from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import type { Language } from "../../../platform/language/index.ts"
import { recordEvent } from "../../events/index.ts"
import { budgetsIn, type SignInEnvironment } from "./environment.ts"
import { requestsOfBusiness, requestsOfNetwork } from "./limits.ts"

/** What somebody writes whose address is not known. */
export interface AccessRequestInput {
  name: string
  email: string
  phone: string | null
  company: string | null
  message: string | null
  language: Language
}

export interface AccessRequest extends Omit<AccessRequestInput, "language"> {
  id: string
  createdAt: Date
}

/** Leaves a request for staff. Beyond the limits it is not kept; the visitor's page is the same. */
export async function requestAccess(
  environment: SignInEnvironment,
  businessId: string,
  network: string,
  input: AccessRequestInput,
): Promise<void> {
  await createDoorActor(environment, businessId).transaction(async (db) => {
    const may = await budgetsIn(environment, db).spend([
      requestsOfNetwork(network),
      requestsOfBusiness(businessId),
    ])
    if (!may) return
    const id = newId()
    await db
      .insertInto("access_requests")
      .values({ business_id: businessId, id, ...input })
      .execute()
    await recordEvent(db, "access.requested", { data: { request: id } })
  })
}

const shownAtOnce = 100

/** Requests nobody has dealt with, oldest first; at most 100. */
export async function listAccessRequests(actor: WorkActor): Promise<AccessRequest[]> {
  return actor.transaction((db) =>
    db
      .selectFrom("access_requests")
      .select(["id", "name", "email", "phone", "company", "message", "created_at as createdAt"])
      .where("business_id", "=", actor.businessId)
      .where("done_at", "is", null)
      .orderBy("id")
      .limit(shownAtOnce)
      .execute(),
  )
}

export async function countAccessRequests(actor: WorkActor): Promise<number> {
  return actor.transaction(async (db) => {
    const row = await db
      .selectFrom("access_requests")
      .select(sql<number>`count(*)::int`.as("count"))
      .where("business_id", "=", actor.businessId)
      .where("done_at", "is", null)
      .executeTakeFirstOrThrow()
    return row.count
  })
}

/** Takes a request off the list. False where somebody has, or there is none. */
export async function finishAccessRequest(actor: StaffActor, requestId: string): Promise<boolean> {
  return actor.transaction(async (db) => {
    const done = await db
      .updateTable("access_requests")
      .set({ done_at: sql<Date>`now()`, done_by: actor.staffId })
      .where("business_id", "=", actor.businessId)
      .where("id", "=", requestId)
      .where("done_at", "is", null)
      .returning("id")
      .executeTakeFirst()
    if (!done) return false
    await recordEvent(db, "access.request_done", { data: { request: requestId } })
    return true
  })
}
