import { allRoutes, type Door, routes } from "../../routes.ts"

/** Pages of a door one may be sent to after signing in: those behind its session that are opened by a GET. */
function findDestinations(door: Door): RegExp[] {
  return allRoutes
    .filter(({ route }) => route.door === door && route.methods.GET && route.methods.GET !== "anyone")
    .map(({ route }) => new RegExp(`^${route.path.replace(/:\w+/g, "[A-Za-z0-9_-]{1,64}")}$`))
}

const destinations = { staff: findDestinations("staff"), portal: findDestinations("portal") }

/**
 * Where to go after signing in (CWE-601): `text` when it is the path of a page of ours behind this door, with its
 * query, else the door's home. Anything a browser could read as another host is not a path of ours.
 */
export function safeNext(text: string | null | undefined, door: "staff" | "portal" = "staff"): string {
  const home = routes[door].home.path
  if (!text || text.length > 500) return home
  const parts = /^(\/[A-Za-z0-9/_-]*)(\?[A-Za-z0-9_.~%=&+-]*)?$/.exec(text)
  if (!parts) return home
  const [, path = "", query = ""] = parts
  return destinations[door].some((destination) => destination.test(path)) ? `${path}${query}` : home
}
