import type { StaffActor } from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import type { Language } from "../../../platform/language/index.ts"
import { type SmtpOutcome, sendOverSmtp } from "../../../platform/mail/index.ts"
import type { Secrets } from "../../../platform/secrets/index.ts"
import { getBusiness } from "../../settings/index.ts"
import { paperOf } from "../sending/compose-mail.ts"
import { layOut } from "../templates/layout.ts"
import { findMailServer } from "./mail-settings.ts"

const words = {
  en: {
    subject: "Kvit can send mail",
    text: "This mail was sent by the button in Kvit's settings. If you can read it, sending works. An answer to it goes where your customers' answers go.",
  },
  da: {
    subject: "Kvit kan sende mail",
    text: "Denne mail blev sendt med knappen i Kvits indstillinger. Kan du læse den, virker det. Et svar på den går samme sted hen som dine kunders svar.",
  },
} as const satisfies Record<Language, { subject: string; text: string }>

export type TestMailOutcome = { to: string; outcome: SmtpOutcome }

/** Sends a mail to the member of staff who asks, at once, and says what became of it. Null without settings. */
export async function sendTestMail(
  actor: StaffActor,
  secrets: Secrets,
  language: Language,
): Promise<TestMailOutcome | null> {
  const found = await findMailServer(actor, secrets)
  if (!found) return null
  const member = await actor.transaction((db) =>
    db
      .selectFrom("staff_members")
      .select(["name", "email"])
      .where("business_id", "=", actor.businessId)
      .where("id", "=", actor.staffId)
      .executeTakeFirstOrThrow(),
  )
  const business = await getBusiness(actor)
  const { subject, text } = words[language]
  const { fromName, fromAddress, replyTo } = found.settings
  const reply = replyTo ?? business.email
  const parts = layOut(
    { subject, text, link: null, code: null, buttonLabel: "" },
    paperOf(business),
    language,
  )
  const outcome = await sendOverSmtp(found.server, {
    ...parts,
    subject,
    from: { name: fromName ?? business.name, address: fromAddress },
    to: { name: member.name, address: member.email },
    replyTo: reply ? { name: business.name, address: reply } : null,
    messageId: `<${newId()}@${fromAddress.slice(fromAddress.lastIndexOf("@") + 1)}>`,
    attachments: [],
  })
  return { to: member.email, outcome }
}
