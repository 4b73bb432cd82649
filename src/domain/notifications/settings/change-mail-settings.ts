import { sql } from "kysely"
import { z } from "zod"
import type { StaffActor } from "../../../platform/database/index.ts"
import type { Secrets } from "../../../platform/secrets/index.ts"
import { recordEvent } from "../../events/index.ts"
import { oneLine } from "../templates/render.ts"
import { sealPassword } from "./mail-settings.ts"

/** The form as it was typed. An empty password leaves the one that is there. */
export interface MailSettingsForm {
  host: string
  port: string
  security: string
  username: string
  password: string
  fromName: string
  fromAddress: string
  replyTo: string
}

export const mailSettingsProblems = [
  "required",
  "too_long",
  "not_host",
  "not_port",
  "not_security",
  "not_mail",
  "only_here",
  "password_again",
] as const
export type MailSettingsProblem = (typeof mailSettingsProblems)[number]
export type MailSettingsProblems = Partial<Record<keyof MailSettingsForm, MailSettingsProblem>>

export type ChangeMailSettingsOutcome = { ok: true } | { ok: false; problems: MailSettingsProblems }

const line = (most: number) => z.string().transform(oneLine).pipe(z.string().max(most, "too_long"))
const mail = line(254).refine((text) => text === "" || z.email().safeParse(text).success, "not_mail")
const hostPattern = /^(?=.{1,253}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?$|^[0-9a-f:]+$/i
const localHosts = ["localhost", "127.0.0.1", "::1"]

const schema = z.object({
  host: line(253)
    .refine((text) => text !== "", "required")
    .refine((text) => text === "" || hostPattern.test(text), "not_host"),
  port: z
    .string()
    .trim()
    .regex(/^\d{1,5}$/, "not_port")
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65_535, "not_port"),
  security: z.enum(["starttls", "tls", "none"], "not_security"),
  username: line(254),
  password: z.string().max(1000, "too_long"),
  fromName: line(200),
  fromAddress: mail.refine((text) => text !== "", "required"),
  replyTo: mail,
})

/**
 * Sets how mail is sent. Refuses a connection in the clear to any but this machine, and asks for the password
 * again where server or user change: a stored one is only ever told to the server it was given for.
 */
export async function changeMailSettings(
  actor: StaffActor,
  secrets: Secrets,
  form: MailSettingsForm,
): Promise<ChangeMailSettingsOutcome> {
  const parsed = schema.safeParse(form)
  if (!parsed.success) return { ok: false, problems: problemsOf(parsed.error) }
  const { username, password, ...values } = parsed.data
  if (values.security === "none" && !localHosts.includes(values.host.toLowerCase())) {
    return { ok: false, problems: { security: "only_here" } }
  }
  return actor.transaction(async (db) => {
    const before = await db
      .selectFrom("mail_settings")
      .select(["host", "username", "sealed_password"])
      .where("business_id", "=", actor.businessId)
      .forUpdate()
      .executeTakeFirst()
    const isSameServer = before?.host === values.host && (before.username ?? "") === username
    if (username !== "" && password === "" && !(isSameServer && before.sealed_password)) {
      return { ok: false, problems: { password: before ? "password_again" : "required" } }
    }
    const sealed =
      password === "" ? (before?.sealed_password ?? null) : sealPassword(secrets, actor.businessId, password)
    const row = {
      host: values.host,
      port: values.port,
      security: values.security,
      username: username || null,
      sealed_password: username === "" ? null : sealed,
      from_name: values.fromName || null,
      from_address: values.fromAddress,
      reply_to: values.replyTo || null,
      changed_at: sql<Date>`now()`,
    }
    await db
      .insertInto("mail_settings")
      .values({ business_id: actor.businessId, ...row })
      .onConflict((conflict) => conflict.column("business_id").doUpdateSet(row))
      .execute()
    await recordEvent(db, "settings.changed", { data: { area: "email" } })
    return { ok: true }
  })
}

/** Takes the settings away: from then on mails are kept to be read. */
export async function removeMailSettings(actor: StaffActor): Promise<void> {
  await actor.transaction(async (db) => {
    const removed = await db
      .deleteFrom("mail_settings")
      .where("business_id", "=", actor.businessId)
      .returning("host")
      .executeTakeFirst()
    if (removed) await recordEvent(db, "settings.changed", { data: { area: "email", removed: true } })
  })
}

function problemsOf(error: z.ZodError): MailSettingsProblems {
  const problems: Record<string, MailSettingsProblem> = {}
  for (const issue of error.issues) {
    const code = mailSettingsProblems.find((one) => one === issue.message) ?? "required"
    problems[String(issue.path[0])] ??= code
  }
  return problems
}
