import { bodyLimit } from "hono/body-limit"
import { routes } from "../../routes.ts"
import { type App, mount, type Refusals } from "../guards/mount.ts"
import { receiveMobilePay } from "./mobilepay.ts"

/** More than any event has (security page, "MobilePay in"). */
const largestBody = 64 * 1024

/** What other systems tell by themselves. No page of Kvit sends these, so no page's rules of origin hold for them. */
export function mountCallbacks(app: App): void {
  app.use(
    routes.callbacks.mobilePay.path,
    bodyLimit({ maxSize: largestBody, onError: (c) => c.body(null, 413) }),
  )
  mount(app, routes.callbacks.mobilePay, { POST: receiveMobilePay }, refusals)
}

/** Each callback is verified by its own signature; there is no session to refuse. */
const refusals: Refusals = {
  noSession: (c) => c.body(null, 401),
  notAllowed: (c) => c.body(null, 401),
}
