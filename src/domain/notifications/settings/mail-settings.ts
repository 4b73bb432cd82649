import type { Selectable } from "kysely"
import type { DB, WorkActor } from "../../../platform/database/index.ts"
import type { SmtpSecurity, SmtpServer } from "../../../platform/mail/index.ts"
import { type Secrets, seal, unseal } from "../../../platform/secrets/index.ts"

/** How the business's mail is sent, without the password. */
export interface MailSettings {
  host: string
  port: number
  security: SmtpSecurity
  username: string | null
  hasPassword: boolean
  fromName: string | null
  fromAddress: string
  replyTo: string | null
}

/** Null where none were made: then mails are kept to be read, and none is sent. */
export async function findMailSettings(actor: WorkActor): Promise<MailSettings | null> {
  const row = await readRow(actor)
  return row ? toSettings(row) : null
}

/** The settings and the server they name, with its password. For whoever sends now; never for a page. */
export async function findMailServer(
  actor: WorkActor,
  secrets: Secrets,
): Promise<{ settings: MailSettings; server: SmtpServer } | null> {
  const row = await readRow(actor)
  if (!row) return null
  const settings = toSettings(row)
  const { host, port, security, username } = settings
  const password = row.sealed_password
    ? unseal(row.sealed_password, passwordKey(secrets), passwordBinding(actor.businessId))
    : null
  return { settings, server: { host, port, security, username, password } }
}

export function sealPassword(secrets: Secrets, businessId: string, password: string): Buffer {
  return seal(password, passwordKey(secrets), passwordBinding(businessId))
}

async function readRow(actor: WorkActor): Promise<Selectable<DB["mail_settings"]> | undefined> {
  return actor.transaction((db) =>
    db.selectFrom("mail_settings").selectAll().where("business_id", "=", actor.businessId).executeTakeFirst(),
  )
}

function toSettings(row: Selectable<DB["mail_settings"]>): MailSettings {
  return {
    host: row.host,
    port: row.port,
    security: row.security as SmtpSecurity,
    username: row.username,
    hasPassword: row.sealed_password !== null,
    fromName: row.from_name,
    fromAddress: row.from_address,
    replyTo: row.reply_to,
  }
}

function passwordKey(secrets: Secrets): Buffer {
  return secrets.deriveKey("smtp-password/k1")
}

function passwordBinding(businessId: string): string {
  return `smtp-password:${businessId}`
}
