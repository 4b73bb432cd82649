import { z } from "zod"
import { setPortalAccess } from "../../../domain/access/index.ts"
import { findCustomerCard } from "../../../domain/customers/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Confirm } from "../../ui/index.ts"
import { showNothingHere } from "../refusals.tsx"
import { StaffPage } from "../staff-page.tsx"

/** Asks before a customer is blocked from the portal or let in again: the opposite of what is now. */
export async function confirmPortalAccess(c: StaffContext): Promise<Response> {
  const id = c.req.param("id") ?? ""
  const customer = isId(id) ? await findCustomerCard(c.var.actor, id) : null
  if (!customer) return showNothingHere(c)
  const words = texts(c.var.language).staffCustomers
  const isOn = customer.portalAccess
  const title = isOn ? words.turnOffTitle(customer.name) : words.turnOnTitle(customer.name)
  return c.html(
    <StaffPage c={c} title={title} section="customers">
      <Confirm
        title={title}
        action={routes.staff.customerPortalAccess.to({ id })}
        confirm={isOn ? words.turnOff : words.turnOn}
        cancel={{ href: routes.staff.customer.to({ id }), text: texts(c.var.language).shared.cancel }}
        danger={isOn}
        hidden={{ access: isOn ? "off" : "on" }}
      >
        <p>{isOn ? words.turnOffText : words.turnOnText}</p>
      </Confirm>
    </StaffPage>,
  )
}

const accessSchema = z.object({ access: z.enum(["on", "off"]) })

/** Blocks the customer or lets them in, as the form said when it was shown. */
export async function changePortalAccess(c: StaffContext): Promise<Response> {
  const id = c.req.param("id") ?? ""
  const form = accessSchema.safeParse(await c.req.parseBody())
  if (!form.success) return confirmPortalAccess(c)
  const customer = isId(id) ? await findCustomerCard(c.var.actor, id) : null
  if (!customer) return showNothingHere(c)
  const changed = await setPortalAccess(c.var.actor, id, form.data.access === "on")
  const done = changed ? `access_${form.data.access}` : "unchanged"
  return c.redirect(routes.staff.customer.to({ id }, { done }), 303)
}
