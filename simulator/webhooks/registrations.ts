import { randomBytes, randomUUID } from "node:crypto"
import { z } from "zod"
import { isPrivateHttp } from "../payments/create.ts"
import { type Outcome, refuseFields, refuseStatus } from "../payments/refusals.ts"
import type { Registration } from "../world/state.ts"
import type { World } from "../world/world.ts"
import { paymentEvents } from "./queue.ts"

const mostPerEvent = 25

const requestSchema = z.strictObject({
  url: z
    .string()
    .max(2_000)
    .refine((url) => URL.canParse(url) && (url.startsWith("https://") || isPrivateHttp(url)), {
      message: "The URL must be valid and use HTTPS.",
    }),
  events: z.array(z.enum(paymentEvents, "Unknown event.")).min(1),
})

/** Registers an address. The secret is told here and never again. */
export function registerWebhook(world: World, msn: string, body: unknown): Outcome<Registration> {
  const parsed = requestSchema.safeParse(body)
  if (!parsed.success) {
    return refuseFields(
      parsed.error.issues.map(({ path, message }) => ({ name: String(path[0] ?? "body"), reason: message })),
    )
  }
  const events = [...new Set(parsed.data.events)]
  const own = listRegistrations(world, msn)
  const full = events.find(
    (event) => own.filter((each) => each.events.includes(event)).length >= mostPerEvent,
  )
  if (full)
    return refuseFields([{ name: "events", reason: `${mostPerEvent} webhooks are registered for ${full}.` }])
  const registration: Registration = {
    id: randomUUID(),
    msn,
    url: parsed.data.url,
    events,
    secret: randomBytes(64).toString("base64"),
    failingSince: null,
  }
  world.state.registrations.push(registration)
  return { ok: true, value: registration }
}

export function listRegistrations(world: World, msn: string): Registration[] {
  return world.state.registrations.filter((each) => each.msn === msn)
}

export function removeRegistration(world: World, msn: string, id: string): Outcome<null> {
  const found = listRegistrations(world, msn).find((each) => each.id === id)
  if (!found) return refuseStatus(404, "Not Found")
  world.state.registrations = world.state.registrations.filter((each) => each !== found)
  return { ok: true, value: null }
}
