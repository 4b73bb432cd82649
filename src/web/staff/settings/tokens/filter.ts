import { type TokenState, tokenStates } from "../../../../domain/access/index.ts"
import { isId } from "../../../../platform/ids/index.ts"
import type { StaffContext } from "../../../context.ts"

/** What the list shows, all of it in its address. */
export interface TokenFilter {
  q?: string
  state?: TokenState
  before?: string
}

const longestSearch = 200

export function readFilter(c: StaffContext): TokenFilter {
  const q = (c.req.query("q") ?? "").trim().slice(0, longestSearch)
  const state = tokenStates.find((one) => one === c.req.query("state"))
  const before = c.req.query("before") ?? ""
  return { ...(q ? { q } : {}), ...(state ? { state } : {}), ...(isId(before) ? { before } : {}) }
}

/** For links, with the names a query has. */
export function toQuery(filter: TokenFilter): Record<string, string | undefined> {
  return { q: filter.q, state: filter.state, before: filter.before }
}
