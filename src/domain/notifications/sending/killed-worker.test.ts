import { type ChildProcess, fork } from "node:child_process"
import { fileURLToPath } from "node:url"
import { afterEach, beforeEach, expect, test } from "vitest"
import { createTestGround, type TestGround } from "../../../../test/ground.ts"
import { openMailServer, type TestMailServer } from "../../../../test/mail-server.ts"
import { openTestWorkshop, waitFor } from "../../../../test/workshop.ts"
import { queueMail } from "../index.ts"

let ground: TestGround
let workshop: Awaited<ReturnType<typeof openTestWorkshop>>
let server: TestMailServer
let child: ChildProcess
/** Whether the mail server keeps its answer back once it has a message. */
let isThinking = true

beforeEach(async () => {
  ground = await createTestGround()
  isThinking = true
  server = await openMailServer({
    beforeTaking: async () => {
      await waitFor(() => !isThinking)
    },
  })
  workshop = await openTestWorkshop(ground)
  await workshop.useMailServer(server.port)
  child = await startChild()
})
afterEach(async () => {
  child.kill("SIGKILL")
  isThinking = false
  await workshop.close()
  await server.close()
  await ground.close()
})

async function startChild(): Promise<ChildProcess> {
  const { app, owner } = ground.database
  const file = fileURLToPath(new URL("../../../../test/mail-worker.ts", import.meta.url))
  const started = fork(file, [JSON.stringify({ app, owner })], { stdio: "inherit" })
  await new Promise<void>((resolve) => started.once("message", () => resolve()))
  return started
}

/** Queues a mail that the child hands to the mail server, which does not answer yet. */
async function sendHalf(): Promise<string> {
  const anna = await ground.make.customer({ email: "anna@vogne.example" })
  const { mailId } = await ground.system.transaction((db) =>
    queueMail(db, ground.system, { template: "message", customerId: anna.id, contactId: null, key: "half" }),
  )
  await waitFor(() => server.mails.length === 1)
  expect((await workshop.mail(mailId)).state).toBe("sending")
  return mailId
}

/** As though the lease of whoever had job and mail in hand had run out. */
async function endLease(): Promise<void> {
  await workshop.query("update mails set sending_at = sending_at - interval '2 minutes'")
  await workshop.query(
    "update kvit_jobs.job set heartbeat_on = heartbeat_on - interval '2 minutes' where state = 'active'",
  )
}

test("a worker killed before the mail server's answer loses no mail; a second copy has the same Message-ID", async () => {
  const mailId = await sendHalf()
  child.kill("SIGKILL")
  isThinking = false
  await endLease()
  await workshop.start({ superviseSeconds: 1 })
  await waitFor(async () => (await workshop.mail(mailId)).state === "sent")
  expect(server.mails).toHaveLength(2)
  expect(new Set(server.mails.map(({ messageId }) => messageId)).size).toBe(1)
  expect(await workshop.mail(mailId)).toMatchObject({ attempts: 2 })
})

test("a worker that was frozen past its lease writes nothing when it wakes", async () => {
  const mailId = await sendHalf()
  child.kill("SIGSTOP")
  await endLease()
  await workshop.start({ superviseSeconds: 1 })
  await waitFor(() => server.mails.length === 2)
  expect((await workshop.mail(mailId)).state).toBe("uncertain")
  isThinking = false
  await waitFor(async () => (await workshop.mail(mailId)).state === "sent")
  child.kill("SIGCONT")
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect(await workshop.mail(mailId)).toMatchObject({ state: "sent", attempts: 2 })
  expect(await workshop.query("select from events where kind = 'mail.sent'")).toHaveLength(1)
  expect(server.mails).toHaveLength(2)
})
