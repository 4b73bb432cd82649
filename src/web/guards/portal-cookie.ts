import { deleteCookie, getCookie, setCookie } from "hono/cookie"
import type { AnyContext } from "../context.ts"

const plainName = "kvit_customer"

/**
 * Cookies are `__Host-`, Secure, HttpOnly and SameSite=Lax. Over plain http outside production, where some
 * browsers drop Secure cookies, the same names without the prefix.
 */
export function cookieName(c: AnyContext, name: string): string {
  return isSecure(c) ? `__Host-${name}` : name
}

export function isSecure(c: AnyContext): boolean {
  const { config } = c.var.kvit
  return config.env === "production" || config.portalOrigin?.startsWith("https:") === true
}

export function readPortalSecret(c: AnyContext): string | undefined {
  return getCookie(c, cookieName(c, plainName))
}

/** Hands the browser its session. `expiresAt` is the session's own end. */
export function writePortalSecret(c: AnyContext, secret: string, expiresAt: Date): void {
  setCookie(c, cookieName(c, plainName), secret, {
    path: "/",
    httpOnly: true,
    secure: isSecure(c),
    sameSite: "Lax",
    expires: expiresAt,
  })
}

export function forgetPortalSecret(c: AnyContext): void {
  deleteCookie(c, cookieName(c, plainName), { path: "/", secure: isSecure(c) })
}
