/** The control over HTTP, under `/simulator`: JSON in, JSON out, nobody to ask for permission. */
import { type Context, Hono } from "hono"
import { z } from "zod"
import { callFaults, callKinds, deliveryFaults } from "../faults/faults.ts"
import type { Outcome } from "../payments/refusals.ts"
import type { Payment } from "../world/state.ts"
import type { Control } from "./control.ts"

const faultSchema = z
  .strictObject({
    call: z.enum([...callKinds, "delivery"]),
    do: z.enum([...callFaults, ...deliveryFaults]),
    status: z.number().int().min(400).max(599).optional(),
    code: z.string().optional(),
    ms: z.number().int().min(0).optional(),
    times: z.number().int().min(1).optional(),
    reference: z.string().optional(),
    event: z.string().optional(),
  })
  .refine(
    (fault) => (fault.call === "delivery") === (deliveryFaults as readonly string[]).includes(fault.do),
    {
      message: `For delivery: ${deliveryFaults.join(", ")}. For a call: ${callFaults.join(", ")}.`,
    },
  )
const filterSchema = z.strictObject({
  id: z.string().optional(),
  call: z.string().optional(),
  reference: z.string().optional(),
})
const waitSchema = filterSchema.extend({ timeoutMs: z.number().int().min(0).max(600_000).default(10_000) })
const releaseSchema = filterSchema.extend({ how: z.enum(["answer", "cut"]).default("answer") })
const unitSchema = z.strictObject({
  name: z.string().optional(),
  clientId: z.string().optional(),
  clientSecret: z.string().optional(),
  subscriptionKey: z.string().optional(),
  currency: z.enum(["DKK", "EUR", "NOK"]).optional(),
  pushAllowed: z.boolean().optional(),
  cardAllowed: z.boolean().optional(),
  partialCaptureAllowed: z.boolean().optional(),
  longLivingAllowed: z.boolean().optional(),
  bankAccountVerified: z.boolean().optional(),
})
const settingsSchema = z.strictObject({
  limits: z.boolean().optional(),
  webhookTimeoutMs: z.number().int().min(1).optional(),
  unknownNumbers: z.array(z.string()).optional(),
})
const advanceSchema = z.strictObject({
  ms: z
    .number()
    .int()
    .min(0)
    .max(400 * 86_400_000),
})

/** Wrong input is answered with 400 and what is wrong. */
async function read<T extends z.ZodType>(c: Context, schema: T): Promise<z.output<T>> {
  const text = await c.req.text()
  return schema.parse(text ? JSON.parse(text) : {})
}

/** Leaves out what was not said, so that it does not overwrite what is. */
function said<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> }
}

export function createControlRoutes(control: Control, url: string): Hono {
  const app = new Hono()
  app.onError((error, c) => c.json({ problem: error.message }, 400))
  // A form of another site can send no JSON unasked, so no page that is open beside it turns the switches.
  app.use(async (c, next) => {
    const isJson = c.req.header("Content-Type")?.startsWith("application/json")
    if (["GET", "DELETE"].includes(c.req.method) || isJson) return next()
    return c.json({ problem: "Content-Type must be application/json." }, 415)
  })
  app.get("/", (c) =>
    c.json({
      name: "MobilePay simulator",
      url,
      now: control.now(),
      units: control.units(),
      settings: control.settings(),
      faults: control.faults(),
    }),
  )
  app.put("/settings", async (c) => c.json(control.setSettings(said(await read(c, settingsSchema)))))
  app.put("/units/:msn", async (c) => {
    const { msn } = z.object({ msn: z.string().regex(/^\d{4,10}$/) }).parse(c.req.param())
    return c.json(control.setUnit(msn, said(await read(c, unitSchema))))
  })
  app.post("/clock/advance", async (c) => {
    await control.advance((await read(c, advanceSchema)).ms)
    return c.json({ now: control.now() })
  })
  app.post("/settled", async (c) => {
    await control.settled()
    return c.json({ now: control.now() })
  })
  mountPayments(app, control)
  mountFaults(app, control)
  return app
}

function mountPayments(app: Hono, control: Control): void {
  const answer = (c: Context, outcome: Outcome<Payment>) =>
    outcome.ok ? c.json(outcome.value) : c.json({ problem: outcome.refusal }, 409)
  const value = z.strictObject({ value: z.number().int() })
  const number = z.strictObject({ phoneNumber: z.string() })
  app.get("/payments", (c) => c.json(control.payments()))
  app.get("/payments/:reference", (c) => {
    const payment = control.findPayment(c.req.param("reference"))
    return payment ? c.json(payment) : c.json({ problem: "There is no such payment." }, 404)
  })
  app.post("/payments/:reference/open", async (c) =>
    answer(c, control.openInApp(c.req.param("reference"), (await read(c, number)).phoneNumber)),
  )
  for (const act of ["approve", "decline", "ignore", "expire", "cancel"] as const)
    app.post(`/payments/:reference/${act}`, (c) => answer(c, control[act](c.req.param("reference"))))
  for (const act of ["capture", "refund"] as const)
    app.post(`/payments/:reference/${act}`, async (c) =>
      answer(c, control[act](c.req.param("reference"), (await read(c, value)).value)),
    )
}

function mountFaults(app: Hono, control: Control): void {
  app.get("/faults", (c) => c.json(control.faults()))
  app.post("/faults", async (c) => c.json(control.addFault(await read(c, faultSchema)), 201))
  app.delete("/faults", (c) => {
    control.clearFaults()
    return c.json(control.faults())
  })
  app.delete("/faults/:id", (c) => {
    control.removeFault(c.req.param("id"))
    return c.json(control.faults())
  })
  app.get("/holds", (c) => c.json(control.holds()))
  app.post("/holds/wait", async (c) => {
    const { timeoutMs, ...filter } = await read(c, waitSchema)
    const hold = await control.waitForHold(filter, timeoutMs)
    return hold ? c.json(hold) : c.json({ problem: "Nothing was held in time." }, 408)
  })
  app.post("/holds/release", async (c) => {
    const { how, ...filter } = await read(c, releaseSchema)
    return c.json({ released: control.release(filter, how) })
  })
  app.get("/deliveries", (c) => c.json(control.deliveries()))
  app.post("/deliveries/:id/repeat", (c) =>
    control.repeatDelivery(c.req.param("id"))
      ? c.json({ repeated: true })
      : c.json({ problem: "There is no such delivery." }, 404),
  )
  app.get("/calls", (c) => c.json(control.calls()))
  app.delete("/calls", (c) => {
    control.clearCalls()
    return c.json([])
  })
}
