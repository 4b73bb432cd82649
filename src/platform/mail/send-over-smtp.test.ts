import { afterEach, expect, test } from "vitest"
import { makeCertificate } from "../../../test/certificate.ts"
import { openMailServer, type TestMailServer } from "../../../test/mail-server.ts"
import { type OutgoingMail, type SmtpServer, sendOverSmtp } from "./index.ts"

let server: TestMailServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

const mail: OutgoingMail = {
  from: { name: "NORD Auto", address: "faktura@nordauto.example" },
  to: { name: "Anna", address: "anna@vogne.example" },
  replyTo: null,
  subject: "Hej",
  text: "Hej",
  html: "<p>Hej</p>",
  messageId: "<1@nordauto.example>",
  attachments: [],
}

function at(port: number, more: Partial<SmtpServer> = {}): SmtpServer {
  return { host: "127.0.0.1", port, security: "none", username: null, password: null, ...more }
}

test("a certificate signed by nobody known is refused, and no byte of the mail is sent", async () => {
  server = await openMailServer({ tls: makeCertificate("localhost") })
  const outcome = await sendOverSmtp(at(server.port, { host: "localhost", security: "starttls" }), mail)
  expect(outcome).toMatchObject({ ok: false, problem: "certificate", isPermanent: false, isUncertain: false })
  expect(server.mails).toEqual([])
})

test("a trusted certificate of another name is refused, one of the right name is taken", async () => {
  const tls = makeCertificate("localhost")
  server = await openMailServer({ tls })
  const trust = { certificateAuthority: tls.cert }
  const other = await sendOverSmtp(at(server.port, { security: "starttls" }), mail, trust)
  expect(other).toMatchObject({ ok: false, problem: "certificate" })
  const right = await sendOverSmtp(at(server.port, { host: "localhost", security: "starttls" }), mail, trust)
  expect(right).toMatchObject({ ok: true })
  expect(server.mails).toHaveLength(1)
})

test("a server without STARTTLS gets neither password nor mail", async () => {
  server = await openMailServer({ user: { name: "kvit", password: "geheim" } })
  const credentials = { security: "starttls", username: "kvit", password: "geheim" } as const
  const outcome = await sendOverSmtp(at(server.port, credentials), mail)
  expect(outcome).toMatchObject({ ok: false, problem: "tls_missing" })
  expect(server.mails).toEqual([])
})

test("each way to fail has its word", async () => {
  server = await openMailServer({ user: { name: "kvit", password: "geheim" } })
  const { port } = server
  const wrong = await sendOverSmtp(at(port, { username: "kvit", password: "falsch" }), mail)
  expect(wrong).toMatchObject({ problem: "sign_in_refused" })
  expect(JSON.stringify(wrong)).not.toContain("falsch")
  const unknown = await sendOverSmtp(at(port, { host: "no-such-host.invalid" }), mail)
  expect(unknown).toMatchObject({ problem: "host_unknown" })
  const plain = await sendOverSmtp(at(port, { security: "tls" }), mail)
  expect(plain).toMatchObject({ problem: "tls_failed" })
  await server.close()
  server = undefined
  expect(await sendOverSmtp(at(port), mail)).toMatchObject({ problem: "no_connection", isUncertain: false })
})

test("a connection that breaks while the server thinks it over is uncertain", async () => {
  const breaking = await openMailServer({
    beforeTaking: () => new Promise((resolve) => setTimeout(resolve, 300)),
    breakOff: true,
  })
  server = breaking
  const outcome = await sendOverSmtp(at(breaking.port), mail)
  expect(outcome).toMatchObject({ ok: false, isUncertain: true, isPermanent: false })
})
