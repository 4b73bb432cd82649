import { sql } from "kysely"
import { routes } from "../../routes.ts"
import type { AnyContext } from "../context.ts"
import { type App, mount, type Refusals } from "../guards/mount.ts"
import { assetCacheControl, findAsset } from "../ui/index.ts"

const nobodyRefused: Refusals = { noSession: (c) => c.notFound(), notAllowed: (c) => c.notFound() }

export function mountSystem(app: App): void {
  mount(app, routes.system.asset, { GET: sendAsset }, nobodyRefused)
  mount(app, routes.system.health, { GET: (c) => c.text("ok") }, nobodyRefused)
  mount(app, routes.system.ready, { GET: answerReady }, nobodyRefused)
  mount(app, routes.system.robots, { GET: (c) => c.text("User-agent: *\nDisallow: /\n") }, nobodyRefused)
}

function sendAsset(c: AnyContext): Response {
  const found = findAsset(c.req.path)
  if (!found) return c.notFound() as unknown as Response
  const accepted = c.req.header("accept-encoding") ?? ""
  const encoded =
    found.brotli && /\bbr\b/.test(accepted) ? "br" : found.gzip && /\bgzip\b/.test(accepted) ? "gzip" : null
  const bytes = encoded === "br" ? found.brotli : encoded === "gzip" ? found.gzip : found.bytes
  return c.body(bytes ?? found.bytes, 200, {
    "Content-Type": found.type,
    "Cache-Control": assetCacheControl,
    Vary: "Accept-Encoding",
    ...(encoded ? { "Content-Encoding": encoded } : {}),
  })
}

/** Ready when the database answers. */
async function answerReady(c: AnyContext): Promise<Response> {
  try {
    await c.var.kvit.database.transaction((db) => sql`select 1`.execute(db))
    return c.text("ready")
  } catch (error) {
    c.var.kvit.log.error({ err: error, request: c.var.requestId }, "The database does not answer.")
    return c.text("The database does not answer.", 503)
  }
}
