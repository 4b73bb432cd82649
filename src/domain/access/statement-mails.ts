import { createDoorActor } from "../../platform/database/index.ts"
import { normalizeAddress } from "./sign-in/address.ts"
import { budgetsIn, type SignInEnvironment } from "./sign-in/environment.ts"

const hour = 3600

/** Counts a statement that a customer has mailed to `address`; false when there were too many: 3 at once, 3 an hour. */
export async function countStatementMail(
  environment: SignInEnvironment,
  businessId: string,
  address: string,
): Promise<boolean> {
  const of = `statements ${businessId} ${normalizeAddress(address) ?? address}`
  return createDoorActor(environment, businessId).transaction((db) =>
    budgetsIn(environment, db).spend([{ of, burst: 3, refillSeconds: hour / 3 }]),
  )
}
