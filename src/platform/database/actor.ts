/**
 * An actor says whose eyes and whose hand: which business, as staff or as which customers, and by which
 * way. There is no other way to the data: every query is made in an actor's transaction, which takes the
 * database role and the row-security settings of exactly that actor and signs the events recorded in it.
 */
import { sql, type Transaction } from "kysely"
import type { Clock } from "../clock/index.ts"
import type { Database } from "./database.ts"
import type { ActingRole } from "./roles.ts"
import type { DB } from "./tables.ts"

export type Db = Transaction<DB>

export type StaffRole = "owner" | "staff" | "read_only"

/** How a customer came in, or from where staff and programs act. */
export type Way = CustomerWay | "page" | "command" | "import" | "job"

/** By which a customer was let in: a portal token, a mailed link or code, the links of single documents; or staff who look. */
export type CustomerWay = "token" | "link" | "code" | "document" | "preview"

interface BaseActor {
  readonly businessId: string
  now(): Date
  /** Runs `work` in one transaction as this actor. No outside call belongs inside it. */
  transaction<T>(work: (db: Db) => Promise<T>): Promise<T>
}

/** A member of staff, at a page. */
export interface StaffActor extends BaseActor {
  readonly kind: "staff"
  readonly staffId: string
  readonly role: StaffRole
  readonly name: string
}

/** The program itself: a command, an import, a job. Sees what staff see. */
export interface SystemActor extends BaseActor {
  readonly kind: "system"
}

/** Somebody let in for certain customers. */
export interface CustomerActor extends BaseActor {
  readonly kind: "customer"
  readonly way: CustomerWay
  readonly sessionId: string
  readonly customerIds: readonly string[]
  /** The only documents that may be seen; null where the actor is not held to some. */
  readonly documentIds: readonly string[] | null
  /** The kinds of document they may see, of at least one of the customers. */
  readonly kinds: readonly string[]
  /** Those of the customers whose account they may see: invoices, payments and balance. */
  readonly accountIds: readonly string[]
  readonly showStatement: boolean
}

/** Nobody yet: reads what is needed to find out who it is. */
export interface DoorActor extends BaseActor {
  readonly kind: "door"
}

/** Those who may do what staff do. */
export type WorkActor = StaffActor | SystemActor
export type Actor = WorkActor | CustomerActor | DoorActor

export interface ActorEnvironment {
  database: Database
  clock: Clock
}

type Settings = Record<string, string>

function createBase(
  environment: ActorEnvironment,
  role: ActingRole,
  businessId: string,
  settings: Settings,
): BaseActor {
  const all: [string, string][] = Object.entries({ "kvit.business": businessId, ...settings })
  return {
    businessId,
    now: () => environment.clock.now(),
    transaction: (work) =>
      environment.database.transaction(async (db) => {
        const set = all.map(([name, value]) => sql`set_config(${name}, ${value}, true)`)
        await sql`select set_config('role', ${role}, true), ${sql.join(set)}`.execute(db)
        return work(db)
      }),
  }
}

export function createStaffActor(
  environment: ActorEnvironment,
  staff: { businessId: string; staffId: string; role: StaffRole; name: string },
): StaffActor {
  const settings = { "kvit.actor_kind": "staff", "kvit.way": "page", "kvit.staff": staff.staffId }
  return {
    ...createBase(environment, "kvit_staff", staff.businessId, settings),
    kind: "staff",
    staffId: staff.staffId,
    role: staff.role,
    name: staff.name,
  }
}

export function createSystemActor(environment: ActorEnvironment, businessId: string, way: Way): SystemActor {
  const settings = { "kvit.actor_kind": "system", "kvit.way": way }
  return { ...createBase(environment, "kvit_staff", businessId, settings), kind: "system" }
}

export function createDoorActor(environment: ActorEnvironment, businessId: string): DoorActor {
  return { ...createBase(environment, "kvit_door", businessId, { "kvit.actor_kind": "door" }), kind: "door" }
}

/** What `enter_portal` found behind a session. */
export interface CustomerIdentity {
  businessId: string
  way: CustomerWay
  sessionId: string
  customerIds: readonly string[]
  documentIds?: readonly string[]
  kinds: readonly string[]
  /** `customer/kind`, where a contact may not see the same kinds of each customer; else null. */
  customerKinds: readonly string[] | null
  accountIds: readonly string[]
  showStatement: boolean
  staffId: string | null
}

export function createCustomerActor(
  environment: ActorEnvironment,
  identity: CustomerIdentity,
): CustomerActor {
  const settings = {
    "kvit.actor_kind": "customer",
    "kvit.way": identity.way,
    "kvit.session": identity.sessionId,
    "kvit.staff": identity.staffId ?? "",
    "kvit.customers": `{${identity.customerIds.join(",")}}`,
    "kvit.kinds": `{${identity.kinds.join(",")}}`,
    "kvit.documents": identity.documentIds ? `{${identity.documentIds.join(",")}}` : "",
    "kvit.customer_kinds": identity.customerKinds ? `{${identity.customerKinds.join(",")}}` : "",
    // A preview looks and changes nothing; the database holds it to that.
    ...(identity.way === "preview" ? { transaction_read_only: "on" } : {}),
  }
  return {
    ...createBase(environment, "kvit_customer", identity.businessId, settings),
    kind: "customer",
    way: identity.way,
    sessionId: identity.sessionId,
    customerIds: identity.customerIds,
    documentIds: identity.documentIds ?? null,
    kinds: identity.kinds,
    accountIds: identity.accountIds,
    showStatement: identity.showStatement,
  }
}
