import type SMTPConnection from "nodemailer/lib/smtp-connection"
import { explainFailure, type SmtpFailure } from "./explain-failure.ts"
import type { OutgoingMail, Person, SmtpOutcome, SmtpServer } from "./mail.ts"

/** No conversation lasts longer, so that a worker that lost its job is silent before another takes it over. */
const conversationMs = 45_000
const waits = {
  dnsTimeout: 10_000,
  connectionTimeout: 15_000,
  greetingTimeout: 15_000,
  socketTimeout: 30_000,
}

/** Sends one mail. Never throws for what server or network do; says whether it is worth trying again. */
export async function sendOverSmtp(
  server: SmtpServer,
  mail: OutgoingMail,
  options: { certificateAuthority?: string } = {},
): Promise<SmtpOutcome> {
  const [{ default: Connection }, message] = await Promise.all([
    import("nodemailer/lib/smtp-connection"),
    compose(mail),
  ])
  const connection = new Connection({
    host: server.host,
    port: server.port,
    secure: server.security === "tls",
    requireTLS: server.security === "starttls",
    ignoreTLS: server.security === "none",
    tls: {
      rejectUnauthorized: true,
      minVersion: "TLSv1.2",
      ...(options.certificateAuthority ? { ca: options.certificateAuthority } : {}),
    },
    logger: false,
    ...waits,
  })
  const progress = { given: false }
  try {
    const answer = await withinTime(connection, () => converse(connection, server, mail, message, progress))
    return { ok: true, answer }
  } catch (error) {
    return explainFailure(error as SmtpFailure, progress.given)
  } finally {
    connection.close()
  }
}

/** Rejects with the connection's first error, or when the time is over. */
async function withinTime<T>(connection: SMTPConnection, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const broken = new Promise<never>((_, reject) => {
    connection.on("error", reject)
    connection.on("end", () => reject(Object.assign(new Error("Connection closed"), { code: "ECONNECTION" })))
    timer = setTimeout(
      () => reject(Object.assign(new Error("The conversation took too long"), { code: "ETIMEDOUT" })),
      conversationMs,
    )
  })
  try {
    return await Promise.race([work(), broken])
  } finally {
    clearTimeout(timer)
  }
}

async function converse(
  connection: SMTPConnection,
  server: SmtpServer,
  mail: OutgoingMail,
  message: Buffer,
  progress: { given: boolean },
): Promise<string> {
  await new Promise<void>((resolve, reject) =>
    connection.connect((error) => (error ? reject(error) : resolve())),
  )
  const { username, password } = server
  if (username !== null && password !== null) {
    await new Promise<void>((resolve, reject) =>
      connection.login({ user: username, pass: password }, (error) => (error ? reject(error) : resolve())),
    )
  }
  // From here on the whole message may have reached the server without our knowing its answer.
  progress.given = true
  const envelope = { from: mail.from.address, to: [mail.to.address] }
  const response = await new Promise<string>((resolve, reject) =>
    connection.send(envelope, message, (error, info) =>
      error ? reject(error) : resolve(String(info?.response)),
    ),
  )
  connection.quit()
  return response
}

async function compose(mail: OutgoingMail): Promise<Buffer> {
  const { default: MailComposer } = await import("nodemailer/lib/mail-composer")
  const composer = new MailComposer({
    from: toAddress(mail.from),
    to: [toAddress(mail.to)],
    ...(mail.replyTo ? { replyTo: [toAddress(mail.replyTo)] } : {}),
    subject: oneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    messageId: mail.messageId,
    // RFC 3834: no out-of-office replies to what a program sent.
    headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply" },
    attachments: mail.attachments.map(({ fileName, mediaType, bytes }) => ({
      filename: oneLine(fileName),
      contentType: mediaType,
      content: Buffer.from(bytes),
    })),
    // What is attached are bytes we have; nothing is ever read from a path or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return new Promise((resolve, reject) =>
    composer
      .compile()
      .build((error, message) => (error ? reject(error) : resolve(message ?? Buffer.alloc(0)))),
  )
}

/** An object and not a string: a comma or a bracket in a name never makes a second recipient. */
function toAddress(person: Person): { name: string; address: string } {
  return { name: oneLine(person.name), address: oneLine(person.address) }
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim()
}
