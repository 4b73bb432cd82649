import type { Opener } from "../../domain/access/index.ts"
import type { AnyContext } from "../context.ts"

/**
 * Whether a person opened this address, as far as Fetch Metadata tells: a browser goes to the page in a tab of its
 * own, not fetched, framed or ahead of time. Mail scanners send none of it, or say that they fetch ahead.
 */
export function openerOf(c: AnyContext): Opener {
  const isNavigation =
    c.req.method === "GET" &&
    c.req.header("sec-fetch-mode") === "navigate" &&
    c.req.header("sec-fetch-dest") === "document"
  return isNavigation && !isPrefetch(c) ? "person" : "machine"
}

export function isPrefetch(c: AnyContext): boolean {
  return ["sec-purpose", "purpose", "x-purpose", "x-moz"].some((name) =>
    /prefetch|prerender|preview/i.test(c.req.header(name) ?? ""),
  )
}
