import { deleteCookie, getCookie, setCookie } from "hono/cookie"
import type { AnyContext } from "../context.ts"
import { cookieName, isSecure } from "./cookies.ts"

const documentName = "kvit_document"
const signInLinkName = "kvit_sign_in_link"
const sessionSeconds = 60 * 60

/** The session of a browser that opened document links; apart from a customer's, beside which it may stand. */
export function readDocumentSecret(c: AnyContext): string | undefined {
  return getCookie(c, cookieName(c, documentName))
}

/** An hour from now; each use writes it again. */
export function writeDocumentSecret(c: AnyContext, secret: string): void {
  write(c, documentName, secret)
}

export function forgetDocumentSecret(c: AnyContext): void {
  deleteCookie(c, cookieName(c, documentName), { path: "/", secure: isSecure(c) })
}

/** The sign-in link this browser came by, whose address the sign-in page fills in. It opens nothing. */
export function readSignInLink(c: AnyContext): string | undefined {
  return getCookie(c, cookieName(c, signInLinkName))
}

export function writeSignInLink(c: AnyContext, token: string): void {
  write(c, signInLinkName, token)
}

function write(c: AnyContext, name: string, value: string): void {
  setCookie(c, cookieName(c, name), value, {
    path: "/",
    httpOnly: true,
    secure: isSecure(c),
    sameSite: "Lax",
    maxAge: sessionSeconds,
  })
}
