/** The switches: what goes wrong on purpose, for which kind of call, and how often. */

export const callKinds = [
  "token",
  "create",
  "get",
  "events",
  "capture",
  "refund",
  "cancel",
  "approve",
  "webhooks",
] as const
export type CallKind = (typeof callKinds)[number]

/**
 * What happens to a call:
 * - `answer`: refused with `status` (and the error `code`), nothing is done;
 * - `slow`: done and answered `ms` later than otherwise;
 * - `hold_before`, `hold_after`: not answered until released; nothing is done before that, or all of it;
 * - `cut_before`, `cut_after`: the connection is cut; nothing was done, or all of it.
 *
 * And to a webhook (`delivery`): `delay` by `ms`; `drop`; `duplicate`; `reorder`: those of a payment wait `ms` and go
 * last first; `hold`: sent when released.
 */
export const callFaults = ["answer", "slow", "hold_before", "hold_after", "cut_before", "cut_after"] as const
export const deliveryFaults = ["delay", "drop", "duplicate", "reorder", "hold"] as const

export interface NewFault {
  call: CallKind | "delivery"
  do: (typeof callFaults)[number] | (typeof deliveryFaults)[number]
  status?: number | undefined
  code?: string | undefined
  ms?: number | undefined
  /** How many calls it still meets; without it, all until it is removed. */
  times?: number | undefined
  /** Only calls about this payment. */
  reference?: string | undefined
  /** Only webhooks of this event, such as `AUTHORIZED`. */
  event?: string | undefined
}

export interface Fault extends NewFault {
  id: string
  /** How many calls it met. */
  met: number
}

export interface FaultList {
  list(): Fault[]
  add(fault: NewFault): Fault
  remove(id: string): void
  clear(): void
  /** The first fault for such a call, counted as met; null where all is well. */
  take(about: { call: Fault["call"]; reference: string | null; event?: string }): Fault | null
}

export function openFaults(): FaultList {
  let faults: Fault[] = []
  let made = 0
  return {
    list: () => faults.map((fault) => ({ ...fault })),
    add: (fault) => {
      made += 1
      const added = { ...fault, id: String(made), met: 0 }
      faults.push(added)
      return { ...added }
    },
    remove: (id) => {
      faults = faults.filter((fault) => fault.id !== id)
    },
    clear: () => {
      faults = []
    },
    take: ({ call, reference, event }) => {
      const fault = faults.find(
        (each) =>
          each.call === call &&
          (each.reference === undefined || each.reference === reference) &&
          (each.event === undefined || each.event === event) &&
          (each.times === undefined || each.met < each.times),
      )
      if (!fault) return null
      fault.met += 1
      return { ...fault }
    },
  }
}
