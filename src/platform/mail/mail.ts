/**
 * - `starttls`: encrypted before a name or password is said (RFC 3207); refused where the server cannot.
 * - `tls`: encrypted from the first byte (RFC 8314).
 * - `none`: in the clear, for a server on this machine.
 */
export type SmtpSecurity = "starttls" | "tls" | "none"

export interface SmtpServer {
  host: string
  port: number
  security: SmtpSecurity
  username: string | null
  password: string | null
}

export interface Person {
  name: string
  address: string
}

export interface MailAttachment {
  fileName: string
  mediaType: string
  bytes: Uint8Array
}

export interface OutgoingMail {
  from: Person
  /** One person, never a list. */
  to: Person
  replyTo: Person | null
  subject: string
  text: string
  html: string
  /** With its angle brackets; the same whenever the mail is sent again. */
  messageId: string
  attachments: readonly MailAttachment[]
}

/** Why a mail did not go, as far as it can be told. */
export type MailProblem =
  | "host_unknown"
  | "no_connection"
  | "timeout"
  | "tls_missing"
  | "tls_failed"
  | "certificate"
  | "sign_in_refused"
  | "sender_refused"
  | "recipient_refused"
  | "message_refused"
  | "connection_lost"
  | "other"

export type SmtpOutcome =
  | { ok: true; answer: string }
  | {
      ok: false
      problem: MailProblem
      /** The server will say the same next time (5yz, RFC 5321 section 4.2.1). */
      isPermanent: boolean
      /** The whole message was given, and then no answer came: it may have been taken. */
      isUncertain: boolean
      /** What server or network said, in its own words. */
      answer: string
    }
