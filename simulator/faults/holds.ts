/** Answers that are held back until somebody lets them go. */
import { randomUUID } from "node:crypto"

/** `answer`: as if it had only been slow. `cut`: the connection is cut, and what was not done yet stays undone. */
export type Release = "answer" | "cut"

export interface Hold {
  id: string
  call: string
  reference: string | null
  /** Whether the work was done before the answer was held. */
  done: boolean
  since: number
}

export interface HoldFilter {
  id?: string | undefined
  call?: string | undefined
  reference?: string | undefined
}

export interface HoldList {
  list(): Hold[]
  hold(about: Pick<Hold, "call" | "reference" | "done">): Promise<Release>
  /** Lets go all that fit the filter, oldest first, and says how many those were. */
  release(filter: HoldFilter, how: Release): number
}

export function openHolds(now: () => number): HoldList {
  const held = new Map<string, { hold: Hold; letGo: (how: Release) => void }>()
  const find = (filter: HoldFilter) => [...held.values()].filter(({ hold }) => fits(hold, filter))
  return {
    list: () => [...held.values()].map(({ hold }) => ({ ...hold })),
    hold: (about) =>
      new Promise((resolve) => {
        const hold = { ...about, id: randomUUID(), since: now() }
        held.set(hold.id, { hold, letGo: resolve })
      }),
    release: (filter, how) => {
      const found = find(filter)
      for (const { hold, letGo } of found) {
        held.delete(hold.id)
        letGo(how)
      }
      return found.length
    },
  }
}

export function fits(hold: Hold, filter: HoldFilter): boolean {
  return (
    (filter.id === undefined || filter.id === hold.id) &&
    (filter.call === undefined || filter.call === hold.call) &&
    (filter.reference === undefined || filter.reference === hold.reference)
  )
}
