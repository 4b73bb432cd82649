import { type AttemptDetail, findAttemptDetail } from "../../../domain/payments/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import type { StaffContext } from "../../context.ts"

/** The attempt in the address; null where there is none. */
export async function findAskedAttempt(c: StaffContext): Promise<AttemptDetail | null> {
  const id = c.req.param("id") ?? ""
  return isId(id) ? findAttemptDetail(c.var.actor, id) : null
}
