import { dismissNotice } from "../../../domain/payments/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"

/** `POST /payments/notices/:id/dismiss`: puts aside what a customer said. */
export async function dismissPaymentNotice(c: StaffContext): Promise<Response> {
  const id = c.req.param("id") ?? ""
  const isDone = isId(id) && (await dismissNotice(c.var.actor, id))
  return c.redirect(routes.staff.payments.to({ list: "notices", done: isDone ? "dismissed" : "gone" }), 303)
}
