/** A payment recorded by another process than the one whose pages are open. */
import { setTimeout as wait } from "node:timers/promises"
import { recordPayment } from "../../src/domain/payments/index.ts"
import { withClient } from "../../src/platform/database/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import type { Ground } from "../ground/open-ground.ts"
import type { Round } from "../live.ts"
import type { WatchedPage } from "../load/watchers.ts"
import { now, type Watchers, withWatchers } from "./open-watchers.ts"
import type { OpenInvoice, Session } from "./sessions.ts"

const warmRounds = 20
const rounds = 300

/** The limit is the change's own transaction, until one bare connection that listens to the database hears of it. */
export async function measureLedger(
  ground: Ground,
  { sessions, pages }: { sessions: readonly Session[]; pages: readonly WatchedPage[] },
): Promise<Round[]> {
  const invoices = [...new Set(sessions.map(({ invoice }) => invoice))]
  return withWatchers(ground, pages, (_, watchers) =>
    withClient(ground.runtime.database.app, async (listening) => {
      const heard: number[] = []
      listening.on("notification", () => heard.push(now()))
      await listening.query("listen kvit_live")
      const measured: Round[] = []
      for (let at = 0; at < warmRounds + rounds; at += 1) {
        const invoice = invoices[(at * 7) % invoices.length]
        if (!invoice) throw new Error("No customer owes anything.")
        const concerned = sessions.flatMap((session, stream) => (session.invoice === invoice ? [stream] : []))
        await wait(40)
        watchers.forget()
        heard.length = 0
        measured.push(await measureRound(ground, invoice, { concerned, watchers, heard }))
      }
      return measured.slice(warmRounds)
    }),
  )
}

async function measureRound(
  { system }: Ground,
  { documentId }: OpenInvoice,
  { concerned, watchers, heard }: { concerned: readonly number[]; watchers: Watchers; heard: number[] },
): Promise<Round> {
  const began = now()
  const payment = { documentId, amount: 1n, method: "bank", receivedOn: "2026-01-02" } as const
  const outcome = await recordPayment(system, { ...payment, requestKey: newId() })
  if (!outcome.ok) throw new Error(`No payment was recorded: ${outcome.reason}.`)
  const last = async (kind: "told" | "read") => Math.max(...(await watchers.firstOf(kind, concerned))) - began
  return { read: await last("read"), told: await last("told"), limit: (heard[0] ?? Number.NaN) - began }
}
