import type { SystemActor } from "../../../platform/database/index.ts"
import type { Log } from "../../../platform/log/index.ts"
import type { MailAttachment } from "../../../platform/mail/index.ts"
import { findDocumentFile } from "../../documents/index.ts"
import { addressOf, type Business } from "../../settings/index.ts"
import type { TemplateText } from "../templates/built-in.en.ts"
import { buttonLabels } from "../templates/button-labels.ts"
import { layOut, type MailPaper, type MailParts } from "../templates/layout.ts"
import { builtInTemplate, oneLine, renderTemplate } from "../templates/render.ts"
import type { MailValues } from "../templates/variables.ts"
import type { Gathered } from "./gather.ts"
import type { LinkMakers } from "./link-makers.ts"
import type { MailEnvironment } from "./mail-environment.ts"
import type { MailRow } from "./mail-row.ts"
import { attachStatement, describeStatement, findMailedStatement, statementOf } from "./mailed-statement.ts"

/** What opens a door: it is in the mail and nowhere else. */
export interface Openers {
  link: string | null
  code: string | null
  browser: string | null
}

/** Makes or unseals what opens a door, now that the mail goes. Null: there is nothing to send any more. */
export async function makeOpeners(mail: MailRow, makers: LinkMakers): Promise<Openers | null> {
  if (mail.login_flow_id !== null) {
    const made = await makers.signIn(mail.login_flow_id, mail.id)
    return made && { link: made.link, code: made.code, browser: made.browserHint }
  }
  const link = await makeLink(mail, makers)
  return link === null ? null : { link: link ?? null, code: null, browser: null }
}

/** Undefined for a mail without a link, null where it should have one and cannot. */
async function makeLink(mail: MailRow, makers: LinkMakers): Promise<string | null | undefined> {
  if (mail.link_id !== null) {
    return mail.template === "sign_in_link"
      ? makers.signInLink(mail.link_id)
      : makers.documentLink(mail.link_id)
  }
  if (mail.token_id !== null) return makers.portalToken({ tokenId: mail.token_id })
  const statement = statementOf(mail)
  // The PDF tells it too, so the mail goes where the portal shows no statement.
  if (statement) return (await makers.statement(statement)) ?? undefined
  if (mail.template === "portal_link") return makers.portalToken({ customerId: mail.customer_id })
  return undefined
}

export interface Composed extends MailParts {
  subject: string
  attachments: MailAttachment[]
}

/** Writes the mail. What staff wrote for it stands as they wrote it; a broken template of theirs gives way to the built-in. */
export async function composeMail(
  actor: SystemActor,
  environment: MailEnvironment,
  mail: MailRow,
  gathered: Gathered,
  business: Business,
  openers: Openers,
): Promise<Composed> {
  const { template, log } = { template: mail.template, log: environment.log }
  const builtIn = builtInTemplate(template, gathered.language)
  const portalAddress = await findPortalAddress(actor, environment, mail, gathered)
  const statement = await findMailedStatement(actor, mail, gathered, business)
  const values: MailValues = {
    ...gathered.values,
    ...openers,
    portal_address: portalAddress,
    minutes: 10,
    statement: statement && describeStatement(statement, gathered.language),
  }
  const rendered = await renderSoundly(gathered.ownTemplate, builtIn, values, log)
  const subject = mail.own_subject ? oneLine(mail.own_subject) : rendered.subject
  const body = {
    subject,
    text: mail.own_text ?? rendered.body,
    link: openers.link,
    code: openers.code,
    buttonLabel: buttonLabels[gathered.language][template],
  }
  const parts = layOut(body, paperOf(business), gathered.language)
  const attachments = statement
    ? await attachStatement(statement, business, mail, gathered.language)
    : await attach(actor, environment, mail)
  return { subject, ...parts, attachments }
}

/** Only where the mail names it: a token is made for a customer who has none. */
async function findPortalAddress(
  actor: SystemActor,
  environment: MailEnvironment,
  mail: MailRow,
  { ownTemplate, language, customerId, maySeeAll }: Gathered,
): Promise<string | null> {
  const { body } = ownTemplate ?? builtInTemplate(mail.template, language)
  if (mail.own_text !== null || !maySeeAll || !body.includes("portal_address")) return null
  return environment.linkMakers(actor).portalToken({ customerId })
}

async function renderSoundly(
  own: TemplateText | null,
  builtIn: TemplateText,
  values: MailValues,
  log: Log,
): Promise<TemplateText> {
  if (!own) return renderTemplate(builtIn, values)
  try {
    return await renderTemplate(own, values, { whatIsThere: true })
  } catch (error) {
    // Templates are checked when they are saved; this one was saved by a Kvit that knew other variables.
    log.warn(
      { problem: error instanceof Error ? error.name : "unknown" },
      "A mail template of staff does not work.",
    )
    return renderTemplate(builtIn, values)
  }
}

export function paperOf(business: Business): MailPaper {
  const reached = [business.phone, business.email, business.website].filter((one) => one !== null)
  const lines = [addressOf(business).join(", "), reached.join(" · ")]
  return {
    businessName: oneLine(business.name),
    contactLines: lines.map(oneLine).filter((line) => line !== ""),
    accent: business.accent,
  }
}

async function attach(
  actor: SystemActor,
  environment: MailEnvironment,
  mail: MailRow,
): Promise<MailAttachment[]> {
  if (!mail.attach_pdf || mail.document_id === null) return []
  const file = await findDocumentFile(actor, environment, { documentId: mail.document_id, role: "pdf" })
  return file ? [{ fileName: file.fileName, mediaType: file.mediaType, bytes: file.bytes }] : []
}
