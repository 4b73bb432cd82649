import { chmod, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { afterAll, beforeAll, expect, test, vi } from "vitest"
import { createApp } from "../../src/app.ts"
import { createSampleBusiness, loadSample } from "../../src/commands/sample/index.ts"
import { readConfig } from "../../src/config.ts"
import { shareToken } from "../../src/domain/access/index.ts"
import { findCustomersByKey } from "../../src/domain/customers/index.ts"
import { recordPayment } from "../../src/domain/payments/index.ts"
import {
  asOwner,
  createSystemActor,
  type SystemActor,
  withClient,
} from "../../src/platform/database/index.ts"
import {
  openPrivatePostgres,
  type PrivatePostgres,
} from "../../src/platform/database/private-postgres/index.ts"
import { newId } from "../../src/platform/ids/index.ts"
import { openLive } from "../../src/platform/live/index.ts"
import { routes } from "../../src/routes.ts"
import { openRuntime, type Runtime } from "../../src/runtime.ts"
import { createBrowser } from "../browser.ts"
import { makeFolder, runKvit, startKvit } from "../kvit-process.ts"

// Each test starts several programs, and each of these may start a PostgreSQL.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const owner = { name: "Mette Lund", email: "mette@nordauto.example", password: "en lang sætning om biler" }
const reader = { ...owner, email: "jonas@nordauto.example" }
const origin = "http://127.0.0.1:4000"

let place: Awaited<ReturnType<typeof makeFolder>>
let source: Runtime
let actor: SystemActor
let data: string
/** What is backed up while payments are booked; the tests after it use it too. */
let taken: string
let other: PrivatePostgres
/** The environment of a Kvit on a PostgreSQL of somebody's own, whose owner is no superuser. */
let elsewhere: Record<string, string>

const openOn = (environment: Record<string, string>) =>
  openRuntime(readConfig({ KVIT_ENV: "development", LOG_LEVEL: "silent", ...environment }))

beforeAll(async () => {
  place = await makeFolder()
  await chmod(place.folder, 0o711)
  data = join(place.folder, "data")
  taken = join(place.folder, "taken.tar.zst")
  const makeOther = async () => {
    other = await openPrivatePostgres({ folder: join(place.folder, "other", "postgres") })
    await withClient(other.connection(other.superuser, "postgres"), async (client) => {
      await client.query("create role portal login createrole createdb")
      await client.query("create database restored owner portal")
    })
  }
  const makeSource = async () => {
    source = await openOn({ KVIT_DATA: data })
    const businessId = await createSampleBusiness(source, { owner, reader })
    await loadSample(source, businessId)
    actor = createSystemActor(source, businessId, "command")
  }
  await Promise.all([makeSource(), makeOther()])
  const { host } = other.connection("portal", "restored")
  elsewhere = {
    DATABASE_URL: `postgres://portal@localhost/restored?host=${encodeURIComponent(host)}`,
    KVIT_SECRET: await readFile(join(data, "secret"), "utf8"),
    KVIT_DATA: join(place.folder, "nowhere"),
  }
})
afterAll(async () => {
  await source?.close()
  await other?.release()
  await place.remove()
})

/** Books small payments of everybody but one customer, one after the other, until told to stop. Answers how many. */
function keepPaying(exceptCustomerId: string) {
  const state = { isOver: false, booked: 0 }
  const run = async () => {
    const open = await actor.transaction((db) =>
      db
        .selectFrom("open_items")
        .select("document_id")
        .where("kind", "=", "invoice")
        .where("balance", ">", 1000n)
        .where("customer_id", "<>", exceptCustomerId)
        .where("recipient_id", "<>", exceptCustomerId)
        .execute(),
    )
    for (let at = 0; !state.isOver; at = (at + 1) % open.length) {
      const documentId = open[at]?.document_id ?? ""
      const outcome = await recordPayment(actor, {
        documentId,
        amount: 1n,
        method: "bank",
        receivedOn: "2026-11-20",
        requestKey: newId(),
      })
      if (outcome.ok) state.booked += 1
    }
  }
  const running = run()
  return {
    booked: () => state.booked,
    stop: async () => {
      state.isOver = true
      await running
    },
  }
}

/** What a customer and a member of staff see of a Kvit. */
async function look(runtime: Runtime, document: string) {
  const live = openLive({ connection: runtime.database.app, log: runtime.log })
  const app = createApp({ ...runtime, live, loadSample: async () => undefined })
  try {
    return await lookAt(app, runtime, document)
  } finally {
    await live.close()
  }
}

async function lookAt(app: ReturnType<typeof createApp>, runtime: Runtime, document: string) {
  const system = createSystemActor(runtime, actor.businessId, "command")
  const [customer] = await findCustomersByKey(system, "1001")
  const token = await shareToken(system, runtime.secrets, { customerId: customer?.id ?? "" }, "command")
  const browser = createBrowser(app, origin)
  await browser.get(routes.portal.token.to({ token: token?.token ?? "" }))
  const list = await browser.get(routes.portal.documents.to())
  const pdf = await browser.get(routes.portal.documentPdf.to({ id: document }))
  const staff = createBrowser(app, origin)
  const { email, password } = owner
  const signIn = await staff.post(routes.staff.signIn.to(), { email, password })
  return {
    list: { status: list.status, text: await list.text() },
    pdf: Buffer.from(await pdf.arrayBuffer()),
    signIn: { status: signIn.status, location: signIn.headers.get("location") },
    wrong: (
      await createBrowser(app, origin).post(routes.staff.signIn.to(), { email, password: "forkert kodeord" })
    ).status,
  }
}

/** The customer who is looked at, and an invoice of theirs. */
async function findInvoice(): Promise<{ id: string; customerId: string }> {
  return asOwner(source.database.owner, async (client) => {
    const found = await client.query<{ id: string; customerId: string }>(
      `select v.document_id as id, c.id as "customerId" from document_viewers v join customers c on c.id = v.customer_id
       where c.number = '1001' and v.kind = 'invoice' order by 1 limit 1`,
    )
    const [row] = found.rows
    if (!row) throw new Error("The customer 1001 has no invoice.")
    return row
  })
}

let document: string
let before: Awaited<ReturnType<typeof look>>

test("a backup made while payments are booked is whole, and elsewhere everything is as it was", async () => {
  const invoice = await findInvoice()
  document = invoice.id
  before = await look(source, document)
  expect(before.pdf.subarray(0, 5).toString()).toBe("%PDF-")
  const writer = keepPaying(invoice.customerId)
  while (writer.booked() < 20) await wait(5)
  const made = await runKvit(["backup", taken, "--json", "--data", data])
  const atEnd = writer.booked()
  await writer.stop()
  expect(made.err).toBe("")
  const written = JSON.parse(made.out)
  expect(atEnd).toBeGreaterThan(20)

  const restored = await runKvit(["restore", taken, "--json"], elsewhere)
  expect(restored).toMatchObject({ code: 0, err: "" })
  expect(JSON.parse(restored.out).rows).toBe(written.rows)
  const doctor = await runKvit(["doctor"], elsewhere)
  expect(doctor.out).toContain("All is well.")
  const there = await openOn(elsewhere)
  try {
    const after = await look(there, document)
    const rows = await asOwner(
      there.database.owner,
      async (client) =>
        (await client.query<{ rows: number }>("select count(*)::int as rows from payments")).rows[0]?.rows,
    )
    expect(rows).toBe(written.tables["kvit.payments"].rows)
    expect(after.pdf.equals(before.pdf)).toBe(true)
    expect(after.signIn).toEqual(before.signIn)
    expect(after.signIn.status).toBe(303)
    expect(after.wrong).toBe(422)
    expect(after.list.status).toBe(200)
  } finally {
    await there.close()
  }
})

test("a customer's list is the same, byte for byte, after a move from Kvit's own PostgreSQL to another and back", async () => {
  const back = join(place.folder, "back.tar.zst")
  expect((await runKvit(["backup", back], elsewhere)).code).toBe(0)
  const home = join(place.folder, "home")
  const restore = ["restore", back, "--data", home, "--secret", join(data, "secret")]
  expect(await runKvit(restore)).toMatchObject({ code: 0, err: "" })
  expect((await stat(join(home, "secret"))).mode & 0o777).toBe(0o600)
  const runtime = await openOn({ KVIT_DATA: home })
  try {
    const after = await look(runtime, document)
    expect(after.list).toEqual(before.list)
    expect(after.list.text).toContain("Faktura 24")
    expect(after.pdf.equals(before.pdf)).toBe(true)
  } finally {
    await runtime.close()
  }
  const again = await runKvit(restore)
  expect(again.code).toBe(2)
  expect(again.err).toContain("There is data here already")
})

test("a wrong secret is refused before anything is made, and so is none", async () => {
  const home = join(place.folder, "untouched")
  const wrong = join(place.folder, "wrong-secret")
  await writeFile(wrong, "another-and-long-enough-0123456789abc")
  const ends = await Promise.all([
    runKvit(["restore", taken, "--data", home, "--secret", wrong]),
    runKvit(["restore", taken, "--data", home], { KVIT_SECRET: "another-and-long-enough-0123456789abc" }),
    runKvit(["restore", taken, "--data", home]),
  ])
  expect(ends.map(({ code }) => code)).toEqual([2, 2, 2])
  expect(ends[0]?.err).toContain("wrong-secret is not the secret this backup's data was made with")
  expect(ends[1]?.err).toContain("KVIT_SECRET is not the secret")
  expect(ends[2]?.err).toContain("--secret FILE")
  await expect(stat(home)).rejects.toThrow("ENOENT")
})

test("a file that was cut short is refused in a sentence, by restore and by verify, and nothing is made", async () => {
  const cut = join(place.folder, "cut.tar.zst")
  const bytes = await readFile(taken)
  await writeFile(cut, bytes.subarray(0, bytes.length / 2))
  const home = join(place.folder, "untouched")
  const ends = await Promise.all([
    runKvit(["restore", cut, "--data", home, "--secret", join(data, "secret")]),
    runKvit(["backup", "--verify", cut, "--data", home]),
  ])
  for (const end of ends) {
    expect(end).toMatchObject({ code: 2, out: "" })
    expect(end.err).toBe(`${cut} is no backup of Kvit, or not a whole one: its end is missing.\n`)
  }
  await expect(stat(home)).rejects.toThrow("ENOENT")
})

test("a backup is verified beside the data, which is left as it is, and nothing stays", async () => {
  const [here, there] = await Promise.all([
    runKvit(["backup", "--verify", taken, "--data", data]),
    runKvit(["backup", "--verify", taken], elsewhere),
  ])
  for (const end of [here, there]) {
    expect(end).toMatchObject({ code: 0, err: "" })
    expect(end.out).toContain("✓ Secret: the one its data was made with")
    expect(end.out).toMatch(/✓ Rows: \d{4} in \d+ tables/)
    expect(end.out).toMatch(/✓ Stored files: [1-9]\d*, each/)
    expect(end.out).toContain("The backup can be restored.")
  }
  const left = await withClient(source.database.owner, (client) =>
    client.query("select from pg_database where datname like 'kvit\\_verify%'"),
  )
  expect(left.rowCount).toBe(0)
})

test("verifying finds a stored PDF that is not what was stored, and a ledger that does not add up", async () => {
  // The data that came home in the move; nobody needs it any more.
  const damaged = join(place.folder, "home")
  const postgres = await openPrivatePostgres({ folder: join(damaged, "postgres") })
  await withClient(postgres.connection(postgres.superuser, "kvit"), (client) =>
    client.query(
      `set session_replication_role to replica;
       update kvit.document_files set bytes = '%PDF-forged' where role = 'pdf';
       update kvit.open_items set balance = balance + 1 where kind = 'invoice';
       update kvit.ledger_entries set amount = amount + 1 where kind = 'invoice'`,
    ),
  )
  await postgres.release()
  const file = join(place.folder, "damaged.tar.zst")
  await runKvit(["backup", file, "--data", damaged])
  const end = await runKvit(["backup", "--verify", file, "--data", damaged])
  expect(end.code).toBe(1)
  expect(end.out).toMatch(/✗ Entries: 0 allocations .* \d+ documents/)
  expect(end.out).toMatch(/✗ Stored files: [1-9]\d* of/)
  expect(end.out).toContain("The backup is not sound.")
})

test("a Kvit killed in the middle of a backup or a restore leaves nothing that looks whole, and both can be done again", async () => {
  await fatten()
  const file = join(place.folder, "killed.tar.zst")
  const backup = startKvit(["backup", file, "--data", data])
  await untilSo(async () => (await stat(`${file}.partial`).catch(() => null))?.size ?? 0)
  backup.process.kill("SIGKILL")
  await backup.finished
  await expect(stat(file)).rejects.toThrow("ENOENT")
  const sound = join(place.folder, "sound")
  await mkdir(sound)
  const [refused, made] = await Promise.all([
    runKvit(["backup", file, "--data", data]),
    runKvit(["backup", sound, "--data", data]),
  ])
  expect(refused.err).toContain("or was stopped half-way. If none runs, remove it.")
  expect(made.code).toBe(0)
  const [name = ""] = await readdir(sound)
  expect(name).toMatch(/^kvit-backup-2\d{3}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.tar\.zst$/)

  const home = join(place.folder, "killed")
  const restore = ["restore", join(sound, name), "--data", home, "--secret", join(data, "secret")]
  const killed = startKvit(restore)
  await untilSo(() => findCopying(home))
  killed.process.kill("SIGKILL")
  expect((await killed.finished).code).toBeNull()
  expect(await runKvit(restore)).toMatchObject({ code: 0, err: "" })
  expect((await runKvit(["doctor", "--data", home])).out).toContain("All is well.")
})

/** So many events that a backup takes long enough to be killed in the middle. */
async function fatten(): Promise<void> {
  await asOwner(source.database.owner, (client) =>
    client.query(
      `insert into events (business_id, id, kind, actor_kind, data)
       select $1::uuid, gen_random_uuid(), 'document.viewed', 'system', jsonb_build_object('dice', md5(n::text) || sha256(n::text::bytea)::text)
       from generate_series(1, 60000) n`,
      [actor.businessId],
    ),
  )
}

async function untilSo(isSo: () => Promise<unknown>): Promise<void> {
  const until = Date.now() + 30_000
  while (!(await isSo())) {
    if (Date.now() > until) throw new Error("It did not become so in 30 s.")
    await wait(5)
  }
}

/** Whether the private PostgreSQL of a folder is being filled. */
async function findCopying(folder: string): Promise<boolean> {
  const host = join(folder, "postgres", "cluster")
  try {
    return await withClient({ host, port: 5432, user: "postgres", database: "postgres" }, async (client) => {
      const found = await client.query("select from pg_stat_progress_copy where tuples_processed > 1000")
      return found.rowCount !== 0
    })
  } catch {
    return false
  }
}
