/** A server of its own process that can be killed, with the simulator in the provider's place and a hand in its database. */
import { once } from "node:events"
import { createServer } from "node:net"
import { setTimeout as wait } from "node:timers/promises"
import type pg from "pg"
import { sampleUnit, startSimulator } from "../../simulator/index.ts"
import { readConfig } from "../../src/config.ts"
import { registerWebhook, saveMobilePaySettings } from "../../src/domain/payments/index.ts"
import { webhookAddress } from "../../src/origins.ts"
import { createSystemActor, withClient } from "../../src/platform/database/index.ts"
import { openWorker } from "../../src/platform/jobs/index.ts"
import { createLog } from "../../src/platform/log/index.ts"
import { routes } from "../../src/routes.ts"
import { openRuntime } from "../../src/runtime.ts"
import { createFactories } from "../factories.ts"
import { makeBusiness } from "../ground.ts"
import { makeStaff } from "../harness.ts"
import { makeFolder, type Running, startKvit } from "../kvit-process.ts"
import { waitFor } from "../workshop.ts"
import { paymentForm } from "./paying.ts"

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== "object" || !address) throw new Error("No port was free.")
  return address.port
}

/**
 * With `superviseSeconds` a second process looks for the jobs of a dead worker so often, and does none itself; without,
 * only the server does, every 15 seconds.
 */
export async function openKillableKvit({ superviseSeconds }: { superviseSeconds?: number } = {}) {
  const place = await makeFolder()
  const simulator = await startSimulator()
  simulator.control.setUnit(sampleUnit.msn, { pushAllowed: true })
  const environment = {
    KVIT_ENV: "development",
    PORT: String(await findFreePort()),
    MOBILEPAY_SIMULATOR: simulator.url,
  }
  const config = readConfig({ ...environment, KVIT_DATA: `${place.folder}/data`, LOG_LEVEL: "silent" })
  const runtime = await openRuntime(config, { log: createLog("silent") })
  const { owner } = runtime.database
  const businessId = await makeBusiness(owner)
  const system = createSystemActor(runtime, businessId, "command")
  const staff = await makeStaff(runtime, owner, businessId, "owner")
  const saved = await saveMobilePaySettings(runtime, staff, paymentForm, "da")
  if (!saved.ok) throw new Error("The settings were refused.")
  const make = createFactories(system, runtime.secrets)
  let server: Running | undefined

  async function start(): Promise<void> {
    server = startKvit(["start", "--data", config.dataFolder], environment)
    await server.printed(/Kvit runs/)
  }

  async function kill(): Promise<void> {
    server?.process.kill("SIGKILL")
    await server?.finished
    server = undefined
  }

  await start()
  const registered = await registerWebhook(runtime, system, (id) => webhookAddress(config, id))
  if (!registered.ok) throw new Error(`The webhook was refused: ${registered.problem}`)

  const supervisor =
    superviseSeconds === undefined
      ? null
      : await openWorker({ app: runtime.database.app, log: runtime.log, handlers: {}, superviseSeconds })

  const origin = `http://127.0.0.1:${environment.PORT}`

  /** A customer with an invoice, let in by their portal token, and how they press the button. */
  async function newPayer(total = 125_000n) {
    const customer = await make.customer({ email: "kunde@kunde.example" })
    const documentId = await make.document({ customer, total })
    const token = await make.token(customer)
    const entered = await fetch(`${origin}${routes.portal.token.to({ token })}`, { redirect: "manual" })
    const cookie = entered.headers
      .getSetCookie()
      .map((line) => line.split(";")[0])
      .join("; ")
    const press = () =>
      fetch(`${origin}${routes.portal.documentPay.to({ id: documentId })}`, {
        method: "POST",
        redirect: "manual",
        headers: { cookie, origin, "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({
          amount: `${total / 100n},00`,
          shownOpen: total.toString(),
          phone: "12345678",
          method: "wallet",
        }),
      })
    return { customer, documentId, press }
  }

  const query = <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> =>
    withClient(owner, async (client) => (await client.query<Row>(text, values)).rows)

  /** Holds a lock until it is let go, so that the server stops at that very point; answers once the server waits for it. */
  async function lockUntilWaitedFor(statement: string, values: unknown[], begin: () => void) {
    const held = Promise.withResolvers<void>()
    const locked = Promise.withResolvers<void>()
    const ended = withClient(owner, async (client) => {
      await client.query("begin; set local search_path to kvit")
      await client.query(statement, values)
      locked.resolve()
      await held.promise
      await client.query("rollback")
    })
    await locked.promise
    begin()
    await waitFor(async () => {
      const rows = await query(
        "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and usename = 'kvit_app'",
      )
      return rows.length > 0
    })
    return async () => {
      held.resolve()
      await ended
    }
  }

  return {
    simulator,
    sim: simulator.control,
    runtime,
    system,
    businessId,
    make,
    start,
    kill,
    newPayer,
    query,
    lockUntilWaitedFor,
    /** As if a minute had gone by: what a dead worker had in hand is free, and what waits for its next try is due. */
    letLeasesEnd: () =>
      query(`
        with freed as (update kvit_jobs.job set heartbeat_on = heartbeat_on - interval '2 minutes' where state = 'active'),
        due as (update kvit_jobs.job set start_after = now() where state = 'retry' returning name)
        select pg_notify('pgboss_' || left(encode(sha224('kvit_jobs'::bytea), 'hex'), 24), name) from due`),
    attemptsOf: (documentId: string) =>
      query<{ id: string; reference: string; state: string }>(
        "select id, reference, state from kvit.payment_attempts where document_id = $1 order by started_at",
        [documentId],
      ),
    close: async () => {
      await kill()
      await supervisor?.stop()
      await simulator.stop()
      await runtime.close()
      await wait(50)
      await place.remove()
    },
  }
}

export type KillableKvit = Awaited<ReturnType<typeof openKillableKvit>>
