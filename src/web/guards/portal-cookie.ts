import { deleteCookie, getCookie, setCookie } from "hono/cookie"
import type { AnyContext } from "../context.ts"
import { cookieName, isSecure } from "./cookies.ts"

const plainName = "kvit_customer"

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
