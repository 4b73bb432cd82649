import { routes } from "../../../routes.ts"
import { type App, mount, type Refusals } from "../../guards/mount.ts"
import { showHome } from "./home.tsx"
import { listActivity } from "./list.tsx"
import { finishRequest } from "./requests.tsx"

/** The home of the workplace, and everything that happened. */
export function mountActivity(app: App, refusals: Refusals): void {
  mount(app, routes.staff.home, { GET: showHome }, refusals)
  mount(app, routes.staff.activity, { GET: listActivity }, refusals)
  mount(app, routes.staff.accessRequestDone, { POST: finishRequest }, refusals)
}
