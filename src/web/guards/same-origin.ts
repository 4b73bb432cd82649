/**
 * Unsafe methods must come from our own pages (CWE-352): the browser says so with `Sec-Fetch-Site:
 * same-origin`, or, where it does not send that, with an `Origin` that is the address asked.
 */
export function isSameOrigin(request: Request, configuredOrigins: readonly string[]): boolean {
  const site = request.headers.get("sec-fetch-site")
  if (site !== null) return site === "same-origin"
  const origin = request.headers.get("origin")
  if (origin === null) return false
  if (configuredOrigins.length > 0) return configuredOrigins.includes(origin)
  return origin === new URL(request.url).origin
}
