import { routes } from "../../../routes.ts"
import { type App, mount, type Refusals } from "../../guards/mount.ts"
import { showCustomer } from "./card.tsx"
import { listCustomersPage } from "./list.tsx"
import { changePortalAccess, confirmPortalAccess } from "./portal-access.tsx"

/** The customers: their list, each one's card, and whether and how they come into the portal. */
export function mountCustomers(app: App, refusals: Refusals): void {
  const { staff } = routes
  mount(app, staff.customers, { GET: listCustomersPage }, refusals)
  mount(app, staff.customer, { GET: showCustomer }, refusals)
  mount(app, staff.customerPortalAccess, { GET: confirmPortalAccess, POST: changePortalAccess }, refusals)
}
