import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, expect, test } from "vitest"
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

/** A certificate for `name`, signed by itself. */
function makeCertificate(name: string): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), "kvit-mail-"))
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")]
  const subject = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`]
  execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "ec",
      "-pkeyopt",
      "ec_paramgen_curve:P-256",
      "-nodes",
      "-days",
      "2",
      "-keyout",
      key,
      "-out",
      cert,
      ...subject,
    ],
    { stdio: "ignore" },
  )
  const made = { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") }
  rmSync(folder, { recursive: true })
  return made
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
