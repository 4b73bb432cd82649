/**
 * The server is killed (SIGKILL) at each point between "the customer presses pay" and "the receipt is sent", while the
 * simulator holds its answer. Afterwards there is one payment at the provider, booked once, with one receipt. `npm run
 * prove` does it many times over.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import { findDocument } from "../../src/domain/documents/index.ts"
import { waitFor } from "../workshop.ts"
import { type KillableKvit, openKillableKvit } from "./killed-server.ts"

const isProving = process.env.KVIT_PROVE === "1"
const rounds = isProving ? 20 : 1

let kvit: KillableKvit
beforeAll(async () => {
  kvit = await openKillableKvit(isProving ? {} : { superviseSeconds: 1 })
}, 60_000)
afterAll(() => kvit.close())
afterEach(() => kvit.sim.clearFaults())

type Payer = Awaited<ReturnType<KillableKvit["newPayer"]>>

/** Presses the button of a server that may never answer. */
function press(payer: Payer): void {
  payer.press().catch(() => undefined)
}

async function referenceOf({ documentId }: Payer): Promise<string> {
  await waitFor(async () => (await kvit.attemptsOf(documentId)).length === 1)
  const [attempt] = await kvit.attemptsOf(documentId)
  return attempt?.reference ?? ""
}

/** Waits until the provider has the payment and holds it for the payer. */
async function waitsForPayer(payer: Payer): Promise<string> {
  const reference = await referenceOf(payer)
  await waitFor(() => kvit.sim.findPayment(reference)?.state === "CREATED")
  await waitFor(async () => (await kvit.attemptsOf(payer.documentId)).at(-1)?.state === "pending")
  return reference
}

async function heldAt(call: "create" | "get" | "capture"): Promise<void> {
  const hold = await kvit.sim.waitForHold({ call }, 15_000)
  if (!hold) throw new Error(`No call to ${call} was held.`)
}

interface Point {
  name: string
  /** Presses pay, and brings the server to the point; what it answers is done once the server is dead. */
  reach: (payer: Payer) => Promise<(() => Promise<void> | void) | undefined>
}

const points: readonly Point[] = [
  {
    name: "before the provider hears of it",
    reach: async (payer) => {
      kvit.sim.addFault({ call: "create", do: "hold_before", times: 1 })
      press(payer)
      await heldAt("create")
      return () => void kvit.sim.release({}, "cut")
    },
  },
  {
    name: "when the provider has made it and nobody here knows",
    reach: async (payer) => {
      kvit.sim.addFault({ call: "create", do: "hold_after", times: 1 })
      press(payer)
      await heldAt("create")
      return () => void kvit.sim.release({}, "cut")
    },
  },
  {
    name: "while the payer looks at the phone, who approves meanwhile",
    reach: async (payer) => {
      press(payer)
      const reference = await waitsForPayer(payer)
      return () => void kvit.sim.approve(reference)
    },
  },
  {
    name: "when the webhook is stored and the payment not read yet",
    reach: async (payer) => {
      press(payer)
      const reference = await waitsForPayer(payer)
      kvit.sim.addFault({ call: "get", do: "hold_before", times: 1 })
      kvit.sim.approve(reference)
      await heldAt("get")
      return () => void kvit.sim.release({}, "cut")
    },
  },
  {
    name: "when the capture was asked for and not done",
    reach: async (payer) => {
      press(payer)
      kvit.sim.addFault({ call: "capture", do: "hold_before", times: 1 })
      kvit.sim.approve(await waitsForPayer(payer))
      await heldAt("capture")
      return () => void kvit.sim.release({}, "cut")
    },
  },
  {
    name: "when it was captured and nobody here knows",
    reach: async (payer) => {
      press(payer)
      kvit.sim.addFault({ call: "capture", do: "hold_after", times: 1 })
      kvit.sim.approve(await waitsForPayer(payer))
      await heldAt("capture")
      return () => void kvit.sim.release({}, "cut")
    },
  },
  {
    name: "when the capture is known and not booked",
    reach: async (payer) => {
      press(payer)
      kvit.sim.addFault({ call: "capture", do: "hold_after", times: 1 })
      const reference = await waitsForPayer(payer)
      kvit.sim.approve(reference)
      await heldAt("capture")
      const row = "select from payment_attempts where reference = $1 for update"
      return kvit.lockUntilWaitedFor(row, [reference], () => void kvit.sim.release())
    },
  },
  {
    name: "when it is booked and the receipt not queued",
    reach: async (payer) => {
      press(payer)
      const reference = await waitsForPayer(payer)
      const table = "lock table mails in share row exclusive mode"
      return kvit.lockUntilWaitedFor(table, [], () => void kvit.sim.approve(reference))
    },
  },
]

/** What must be so in the end, however often the server died on the way. */
async function expectPaidOnce(payer: Payer): Promise<void> {
  const { customer, documentId } = payer
  await waitFor(async () => {
    await kvit.letLeasesEnd()
    const mails = await kvit.query(
      "select from kvit.mails where template = 'receipt' and customer_id = $1 and state = 'kept'",
      [customer.id],
    )
    return mails.length > 0
    // A server by itself looks for a dead worker's job every 15 s.
  }, 60)
  const [attempt, ...others] = await kvit.attemptsOf(documentId)
  expect(others).toEqual([])
  expect(attempt?.state).toBe("completed")
  const atProvider = kvit.sim.payments().filter((each) => each.reference === attempt?.reference)
  expect(atProvider).toMatchObject([{ captured: 125_000, refunded: 0 }])
  const booked = await kvit.query<{ amount: string }>(
    "select amount from kvit.payments where customer_id = $1",
    [customer.id],
  )
  expect(booked.map((payment) => BigInt(payment.amount))).toEqual([125_000n])
  expect((await findDocument(kvit.system, documentId))?.balance).toBe(0n)
  const receipts = await kvit.query(
    "select from kvit.mails where template = 'receipt' and customer_id = $1",
    [customer.id],
  )
  expect(receipts).toHaveLength(1)
  const told = await kvit.query(
    "select from kvit.events where kind = 'payment.completed' and customer_id = $1",
    [customer.id],
  )
  expect(told).toHaveLength(1)
}

describe("a server killed", () => {
  test.each(points)("$name", { timeout: rounds * 90_000 }, async ({ reach }) => {
    for (let round = 0; round < rounds; round += 1) {
      const payer = await kvit.newPayer()
      const afterwards = await reach(payer)
      await kvit.kill()
      await afterwards?.()
      await kvit.start()
      const reference = await waitsUntilKnown(payer)
      if (kvit.sim.findPayment(reference)?.state === "CREATED") kvit.sim.approve(reference)
      await expectPaidOnce(payer)
    }
  })

  test("at random moments, again and again, pays what was approved, once, and nothing else", {
    timeout: 600_000,
  }, async () => {
    const payers = await Promise.all(Array.from({ length: isProving ? 60 : 6 }, () => kvit.newPayer()))
    const kills = isProving ? 40 : 3
    for (let round = 0; round < kills; round += 1) {
      for (const payer of payers) if (round === 0 || Math.random() < 0.3) press(payer)
      const until = Date.now() + 200 + Math.random() * 900
      while (Date.now() < until) {
        const waiting = kvit.sim.payments().filter((payment) => payment.state === "CREATED")
        const [one] = waiting
        if (one) kvit.sim.approve(one.reference)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      await kvit.kill()
      await kvit.start()
    }
    for (const payer of payers) {
      await waitFor(async () => {
        const attempts = await kvit.attemptsOf(payer.documentId)
        if (attempts.length === 0) await payer.press()
        const reference = attempts.at(-1)?.reference ?? ""
        if (kvit.sim.findPayment(reference)?.state === "CREATED") kvit.sim.approve(reference)
        return attempts.at(-1)?.state === "completed"
      })
      await expectPaidOnce(payer)
    }
  })
})

/** The provider knows the payment, by the next turn of whoever follows it if not before. */
async function waitsUntilKnown(payer: Payer): Promise<string> {
  const reference = await referenceOf(payer)
  await waitFor(() => kvit.sim.findPayment(reference) !== null)
  return reference
}
