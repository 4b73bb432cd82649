import { type Secrets, seal, unseal } from "../../platform/secrets/index.ts"

/** A mail as it was sent or kept. Holds links that open doors, and so is only stored sealed. */
export interface MailContent {
  from: string
  to: string
  replyTo: string | null
  subject: string
  text: string
  html: string
  attachments: string[]
}

function keyOf(secrets: Secrets): Buffer {
  return secrets.deriveKey("mail-content/k1")
}

export function sealContent(
  secrets: Secrets,
  businessId: string,
  mailId: string,
  content: MailContent,
): Buffer {
  return seal(JSON.stringify(content), keyOf(secrets), `mail:${businessId}:${mailId}`)
}

/** Throws where row, business or key are not those it was sealed with. */
export function openContent(
  secrets: Secrets,
  businessId: string,
  mailId: string,
  sealed: Uint8Array,
): MailContent {
  return JSON.parse(unseal(sealed, keyOf(secrets), `mail:${businessId}:${mailId}`)) as MailContent
}
