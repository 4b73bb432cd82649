/** A real SMTP server in a test's hands: keeps what it takes, parsed, and says what a test has it say. */
import type { AddressInfo } from "node:net"
import PostalMime, { type Email } from "postal-mime"
import { SMTPServer } from "smtp-server"

export interface ReceivedMail extends Email {
  envelope: { from: string; to: string[] }
  raw: string
}

export interface MailServerChoices {
  port?: number
  /** Called before a recipient is taken; what it answers is said instead of yes. */
  refuseRecipient?: (address: string, times: number) => { code: number; text: string } | null
  /** Called when the whole message is here, before it is taken. */
  beforeTaking?: () => Promise<void>
  /** Takes the message and closes the connection without a word. */
  breakOff?: boolean
  tls?: { key: string; cert: string }
  user?: { name: string; password: string }
}

export async function openMailServer(choices: MailServerChoices = {}) {
  const mails: ReceivedMail[] = []
  let recipients = 0
  const server = new SMTPServer({
    ...(choices.tls ?? {}),
    authOptional: !choices.user,
    allowInsecureAuth: true,
    disabledCommands: choices.tls ? [] : ["STARTTLS"],
    logger: false,
    onAuth(auth, _, done) {
      const right = auth.username === choices.user?.name && auth.password === choices.user?.password
      done(right ? null : new Error("Invalid username or password"), { user: auth.username ?? "" })
    },
    onRcptTo(address, _, done) {
      recipients += 1
      const refusal = choices.refuseRecipient?.(address.address, recipients)
      done(refusal ? Object.assign(new Error(refusal.text), { responseCode: refusal.code }) : null)
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on("data", (chunk: Buffer) => chunks.push(chunk))
      stream.on("end", async () => {
        const raw = Buffer.concat(chunks)
        const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : ""
        const to = session.envelope.rcptTo.map(({ address }) => address)
        mails.push({ ...(await PostalMime.parse(raw)), envelope: { from, to }, raw: raw.toString("latin1") })
        await choices.beforeTaking?.()
        if (choices.breakOff) for (const connection of server.connections) connection.close()
        else done()
      })
    },
  })
  server.on("error", () => undefined)
  await new Promise<void>((resolve) => server.listen(choices.port ?? 0, "127.0.0.1", resolve))
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

export type TestMailServer = Awaited<ReturnType<typeof openMailServer>>
