import type { WorkActor } from "../../platform/database/index.ts"
import type { MailTemplate } from "./mail-templates.ts"
import { gather } from "./sending/gather.ts"
import { builtInTemplate, renderTemplate } from "./templates/render.ts"

/**
 * What a mail would say, for staff to read and change before it is sent: in the customer's language, by the template
 * of the business. Links are not in it; the mail gets its own below the text. Throws where customer or document is gone.
 */
export async function draftMail(
  actor: WorkActor,
  about: { template: MailTemplate; customerId: string; contactId: string | null; documentId: string },
): Promise<{ subject: string; text: string }> {
  const gathered = await gather(actor, { ...about, paymentId: null })
  const template = gathered.ownTemplate ?? builtInTemplate(about.template, gathered.language)
  const { subject, body } = await renderTemplate(template, { ...gathered.values, link: "" })
  return { subject, text: body.replace(/\n{3,}/g, "\n\n").trim() }
}
