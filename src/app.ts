/** The server's front: what every request goes through, and the doors behind it. */
import { getConnInfo } from "@hono/node-server/conninfo"
import { Hono } from "hono"
import { bodyLimit } from "hono/body-limit"
import { getCookie, setCookie } from "hono/cookie"
import { findBusinessAt } from "./domain/settings/index.ts"
import { dateIn } from "./platform/clock/index.ts"
import { newId } from "./platform/ids/index.ts"
import { type Language, languages } from "./platform/language/index.ts"
import { redactPath } from "./platform/log/index.ts"
import { type Door, routes } from "./routes.ts"
import { mountCallbacks } from "./web/callbacks/index.ts"
import type { AnyContext, BaseVariables, Kvit } from "./web/context.ts"
import { findClientNetwork } from "./web/guards/client-network.ts"
import { cookieName, isSecure } from "./web/guards/cookies.ts"
import { securityHeaders } from "./web/guards/headers.ts"
import type { App } from "./web/guards/mount.ts"
import { isSameOrigin } from "./web/guards/same-origin.ts"
import { mountLive } from "./web/live/index.ts"
import { mountPortal, portalRefusals } from "./web/portal/index.ts"
import { mountStaff, staffRefusals } from "./web/staff/index.ts"
import { mountSystem, showError, showNotFound } from "./web/system/index.ts"

/** Forms are small; the one with a logo may have 1 MB. Imports come by the command. */
const largestBody = 1024 * 1024

export function createApp(kvit: Kvit): App {
  const app = new Hono<{ Variables: BaseVariables }>()
  app.use(securityHeaders)
  app.use(async (c, next) => {
    c.set("kvit", kvit)
    c.set("requestId", newId())
    const started = performance.now()
    await next()
    kvit.log.info({
      request: c.var.requestId,
      method: c.req.method,
      path: redactPath(c.req.path),
      status: c.res.status,
      ms: Math.round(performance.now() - started),
    })
  })
  mountCallbacks(app)
  app.use(async (c, next) => {
    c.set("clientNetwork", findNetwork(c))
    if (["GET", "HEAD", "OPTIONS"].includes(c.req.method)) return next()
    const { staffOrigin, portalOrigin } = kvit.config
    if (!isSameOrigin(c.req.raw, doorOf(c) === "portal" ? portalOrigin : staffOrigin))
      return c.text("This must be sent from Kvit's own page.", 403)
    return next()
  })
  app.use(bodyLimit({ maxSize: largestBody, onError: (c) => c.text("That is more than 1 MB.", 413) }))
  app.use((c, next) => refuseUnreadableForm(c, next))
  app.notFound((c) => showNotFound(c))
  app.onError((error, c) => showError(error, c))
  mountSystem(app)
  app.use((c, next) => chooseDoor(c, next))
  mountPortal(app)
  mountStaff(app)
  mountLive(app, { portal: portalRefusals, staff: staffRefusals })
  return app
}

/** A form that is broken off or says nothing of its boundary is the sender's mistake, not ours. */
async function refuseUnreadableForm(c: AnyContext, next: () => Promise<void>): Promise<Response | undefined> {
  if (c.req.method === "POST") {
    try {
      await c.req.parseBody()
    } catch (error) {
      c.var.kvit.log.info({ err: error, request: c.var.requestId }, "A form could not be read.")
      return c.text("The form could not be read.", 400)
    }
  }
  await next()
  return undefined
}

function findNetwork(c: AnyContext): string {
  // A request made in a test has no socket.
  const address = c.env ? (getConnInfo(c).remote.address ?? "") : ""
  return findClientNetwork(address, c.req.header("x-forwarded-for") ?? null, c.var.kvit.config.trustedProxies)
}

/** Finds the business asked and the language spoken, and keeps each door to its own host name. */
async function chooseDoor(c: AnyContext, next: () => Promise<void>): Promise<Response | undefined> {
  const { config } = c.var.kvit
  const door = doorOf(c)
  const host = hostOf(c)
  if (!isDoorAt(c, host, door) || (door === "portal" && config.edition === "desktop")) return c.notFound()
  const found = await findBusinessAt(c.var.kvit.database, host, config.edition === "cloud")
  if (!found) {
    c.set("businessId", "")
    chooseLanguage(c, "en")
    if (config.edition === "cloud" || door === "portal") return c.notFound()
    if (c.req.path !== routes.staff.setUp.path) return c.redirect(routes.staff.setUp.to(), 303)
  } else {
    c.set("businessId", found.businessId)
    c.set("business", found.face)
    c.set("today", dateIn(found.face.timeZone, c.var.kvit.clock.now()))
    chooseLanguage(c, found.face.language)
  }
  await next()
  return undefined
}

function hostOf(c: AnyContext): string {
  return (c.req.header("host") ?? "").toLowerCase().replace(/:\d+$/, "")
}

function doorOf(c: AnyContext): Exclude<Door, "any"> {
  return c.req.path === "/portal" || c.req.path.startsWith("/portal/") ? "portal" : "staff"
}

/**
 * Where staff and portal have a host name each, an address is found on its own only; not on the other, and not on
 * any other name this machine may be reached by.
 */
function isDoorAt(c: AnyContext, host: string, door: Exclude<Door, "any">): boolean {
  const { staffOrigin, portalOrigin, edition } = c.var.kvit.config
  if (!staffOrigin || !portalOrigin || edition === "cloud") return true
  const staffHost = new URL(staffOrigin).hostname
  const portalHost = new URL(portalOrigin).hostname
  return staffHost === portalHost || host === (door === "portal" ? portalHost : staffHost)
}

const plainLanguageCookie = "kvit_language"

/** The language asked for just now, else the one this browser chose before, else the one given. */
function chooseLanguage(c: AnyContext, otherwise: Language): void {
  const asked = c.req.query("language")
  const languageCookie = cookieName(c, plainLanguageCookie)
  if (isLanguage(asked)) {
    setCookie(c, languageCookie, asked, {
      path: "/",
      sameSite: "Lax",
      httpOnly: true,
      secure: isSecure(c),
      maxAge: 31_536_000,
    })
  }
  const chosen = isLanguage(asked) ? asked : getCookie(c, languageCookie)
  c.set("languageChosen", isLanguage(chosen))
  c.set("language", isLanguage(chosen) ? chosen : otherwise)
}

function isLanguage(text: string | undefined): text is Language {
  return languages.some((language) => language === text)
}
