import type { AnyContext } from "../context.ts"

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
