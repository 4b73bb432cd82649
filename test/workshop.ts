/** The worker in a test's hands, over a ground's database. */
import { setTimeout as wait } from "node:timers/promises"
import { readConfig } from "../src/config.ts"
import { asOwner, type Connection } from "../src/platform/database/index.ts"
import type { RunningWorker } from "../src/platform/jobs/index.ts"
import { createLog } from "../src/platform/log/index.ts"
import { startWorker, type Workshop } from "../src/schedule.ts"
import type { TestGround } from "./ground.ts"

export async function openTestWorkshop(ground: TestGround, environment: Record<string, string> = {}) {
  const lines: string[] = []
  const log = createLog("info", { write: (line: string) => void lines.push(line) })
  const { database, secrets, clock, businessId } = ground
  const config = readConfig({ KVIT_ENV: "development", KVIT_DATA: "/nonexistent", ...environment })
  const workers: RunningWorker[] = []
  const query = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
    asOwner(ground.owner, async (client) => (await client.query<Row>(text, values)).rows)
  return {
    /** Starts a worker, as the server does. */
    start: async (options: { superviseSeconds?: number } = {}) => {
      const worker = await startWorker({ config, database, secrets, clock, log }, options)
      workers.push(worker)
      return worker
    },
    logged: () => lines.join(""),
    query,
    useMailServer: (port: number) =>
      query(
        `insert into mail_settings (business_id, host, port, security, from_address)
         values ($1, '127.0.0.1', $2, 'none', 'faktura@nordauto.example')
         on conflict (business_id) do update set port = excluded.port`,
        [businessId, port],
      ),
    mail: async (id: string): Promise<MailLine> => {
      const [row] = await query<MailLine>("select * from mails where id = $1", [id])
      if (!row) throw new Error("There is no such mail.")
      return row
    },
    countMails: async (state: string): Promise<number> =>
      (await query("select from mails where state = $1", [state])).length,
    /** Lets a mail that waits for its next try be tried now. */
    hurry: async () => {
      await query("update kvit_jobs.job set start_after = now() where state = 'retry'")
      await query(
        "select pg_notify('pgboss_' || left(encode(sha224('kvit_jobs'::bytea), 'hex'), 24), 'mail.send')",
      )
    },
    /** Waits until no worker has anything in hand and nothing is due. */
    idle: () => untilIdle(ground.owner),
    /** Every row that mail and jobs have written, as text. */
    dump: async (): Promise<string> => {
      const tables = ["kvit.mails", "kvit.events", "kvit.customers", "kvit_jobs.job", "kvit_jobs.queue"]
      const rows = await Promise.all(tables.map((table) => query(`select t::text from ${table} t`)))
      return JSON.stringify(rows)
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.stop()))
    },
  }
}

/** Starts a worker, lets it do all that is due, and stops it. */
export async function runJobs(workshop: Workshop, owner: Connection): Promise<void> {
  const worker = await startWorker(workshop)
  try {
    await untilIdle(owner)
  } finally {
    await worker.stop()
  }
}

function untilIdle(owner: Connection): Promise<void> {
  return waitFor(async () => {
    const due = await asOwner(owner, (client) =>
      client.query(
        `select from kvit_jobs.job where state = 'active'
           or (state in ('created', 'retry') and start_after <= now() and name <> 'dead' and name not like '\\_\\_%')`,
      ),
    )
    return due.rowCount === 0
  })
}

interface MailLine {
  state: string
  attempts: number
  problem: string | null
  last_error: string | null
  message_id: string | null
  recipient: string | null
}

/** Waits until it is so, at most 20 s unless a test says otherwise. */
export async function waitFor(isSo: () => Promise<boolean> | boolean, seconds = 20): Promise<void> {
  const until = Date.now() + seconds * 1000
  while (!(await isSo())) {
    if (Date.now() > until) throw new Error(`It did not become so in ${seconds} s.`)
    await wait(50)
  }
}
