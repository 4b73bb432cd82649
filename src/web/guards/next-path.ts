import { allRoutes, routes } from "../../routes.ts"

/** Pages one may be sent to after signing in: those of the staff that are opened by a GET. */
const destinations = allRoutes
  .filter(({ route }) => route.door === "staff" && route.methods.GET && route.methods.GET !== "anyone")
  .map(({ route }) => new RegExp(`^${route.path.replace(/:\w+/g, "[A-Za-z0-9_-]{1,64}")}$`))

/**
 * Where to go after signing in (CWE-601): `text` when it is the path of a staff page of ours, with its query,
 * else the staff's home. Anything a browser could read as another host is not a path of ours.
 */
export function safeNext(text: string | null | undefined): string {
  const home = routes.staff.home.path
  if (!text || text.length > 500) return home
  const parts = /^(\/[A-Za-z0-9/_-]*)(\?[A-Za-z0-9_.~%=&+-]*)?$/.exec(text)
  if (!parts) return home
  const [, path = "", query = ""] = parts
  return destinations.some((destination) => destination.test(path)) ? `${path}${query}` : home
}
