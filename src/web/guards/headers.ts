import type { MiddlewareHandler } from "hono"

const portalPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join("; ")

export const staffPolicy = `${portalPolicy}; trusted-types default`

/** For PDF, XML and attachments: shown by the browser, if at all, with nothing allowed in it. */
export const filePolicy = "default-src 'none'; frame-ancestors 'none'"

const permissions = [
  "accelerometer",
  "camera",
  "geolocation",
  "gyroscope",
  "magnetometer",
  "microphone",
  "payment",
  "usb",
]
  .map((name) => `${name}=()`)
  .join(", ")

const fixedHeaders: readonly [string, string][] = [
  ["Strict-Transport-Security", "max-age=31536000; includeSubDomains"],
  ["X-Content-Type-Options", "nosniff"],
  ["Referrer-Policy", "same-origin"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
  ["Permissions-Policy", permissions],
  ["X-Robots-Tag", "noindex"],
]

/** The headers of docs/architecture.md on every answer, errors and files too (ASVS 3.4). */
export const securityHeaders: MiddlewareHandler = async (c, next) => {
  await next()
  setSecurityHeaders(c.res.headers, c.req.path)
}

/** The same, for an answer that is written past the framework. What is there already stays, where it may differ. */
export function setSecurityHeaders(headers: Headers, path: string): void {
  for (const [name, value] of fixedHeaders) headers.set(name, value)
  if (!headers.has("Content-Security-Policy")) {
    const isStaff = !path.startsWith("/portal")
    headers.set("Content-Security-Policy", isStaff ? staffPolicy : portalPolicy)
  }
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store")
}
