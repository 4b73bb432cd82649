/** Identifiers: UUID version 7 (RFC 9562), made here, so that newer rows sort after older ones. */
import { randomFillSync } from "node:crypto"

declare const brand: unique symbol
/** An identifier of one sort of thing, so that a customer's id is never passed for a document's. */
export type Id<Of extends string> = string & { readonly [brand]?: Of }

const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

export function isId(text: string): boolean {
  return pattern.test(text)
}

const random = Buffer.alloc(10)
let lastMoment = 0
let counter = 0

/** A new id. Ids of one process always rise, also within a millisecond (RFC 9562, section 6.2, method 1). */
export function newId(moment: number = Date.now()): string {
  if (moment > lastMoment) {
    lastMoment = moment
    counter = 0
  } else {
    counter += 1
    if (counter > 0xfff) {
      lastMoment += 1
      counter = 0
    }
  }
  randomFillSync(random)
  const time = lastMoment.toString(16).padStart(12, "0")
  const sequence = counter.toString(16).padStart(3, "0")
  random[0] = ((random[0] ?? 0) & 0x3f) | 0x80
  const tail = random.toString("hex")
  return `${time.slice(0, 8)}-${time.slice(8)}-7${sequence}-${tail.slice(0, 4)}-${tail.slice(4, 16)}`
}

/** The lowest id a moment (milliseconds since 1970) can have; ids made from then on are not below it. */
export function firstIdAt(moment: number): string {
  const time = Math.max(0, moment).toString(16).padStart(12, "0")
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}
