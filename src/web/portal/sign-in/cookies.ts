import { getCookie, setCookie } from "hono/cookie"
import { deviceDays, type SignedIn, type SignInVisit } from "../../../domain/access/index.ts"
import type { AnyContext } from "../../context.ts"
import { cookieName, isSecure } from "../../guards/cookies.ts"
import { readPortalSecret, writePortalSecret } from "../../guards/portal-cookie.ts"

const flowMinutes = 15

/** What a browser that asked for a mail holds; its mails sign in at once in it alone. */
export function readFlowSecret(c: AnyContext): string | null {
  return getCookie(c, cookieName(c, "kvit_flow")) ?? null
}

export function writeFlowSecret(c: AnyContext, secret: string): void {
  write(c, "kvit_flow", secret, flowMinutes * 60)
}

export function readDeviceCookie(c: AnyContext): string | null {
  return getCookie(c, cookieName(c, "kvit_device")) ?? null
}

export function visitOf(c: AnyContext): SignInVisit {
  return {
    network: c.var.clientNetwork,
    userAgent: c.req.header("user-agent") ?? "",
    browserSecret: readFlowSecret(c),
    sessionSecret: readPortalSecret(c) ?? null,
    deviceCookie: readDeviceCookie(c),
  }
}

/** Hands the browser its session and its mark, and takes what it waited with. */
export function welcome(c: AnyContext, signedIn: SignedIn): void {
  writePortalSecret(c, signedIn.sessionSecret, signedIn.expiresAt)
  write(c, "kvit_device", signedIn.deviceCookie, deviceDays * 86_400)
  write(c, "kvit_flow", "", 0)
}

function write(c: AnyContext, name: string, value: string, maxAge: number): void {
  setCookie(c, cookieName(c, name), value, {
    path: "/",
    httpOnly: true,
    secure: isSecure(c),
    sameSite: "Lax",
    maxAge,
  })
}
