/**
 * Unsafe methods must come from our own pages (CWE-352): the browser says so with `Sec-Fetch-Site:
 * same-origin`, or, where it does not send that, with an `Origin` that is the one this door is configured to have,
 * else the address asked.
 */
export function isSameOrigin(request: Request, configuredOrigin: string | null): boolean {
  const site = request.headers.get("sec-fetch-site")
  if (site !== null) return site === "same-origin"
  const origin = request.headers.get("origin")
  if (origin === null) return false
  return origin === (configuredOrigin ?? new URL(request.url).origin)
}
