/** Every mail the business sends, by what it is for. */
export const mailTemplates = [
  "sign_in",
  "portal_link",
  "sign_in_link",
  "document_link",
  "sales_invoice",
  "receipt",
  "message",
  "statement",
  "reminder",
] as const
export type MailTemplate = (typeof mailTemplates)[number]

export function isMailTemplate(text: string): text is MailTemplate {
  return mailTemplates.some((template) => template === text)
}

/** A sign-in code lives 600 s; a mail with it that is not out after 300 s is dropped (security page, "TTL link and code"). */
export const signInDeadlineSeconds = 300
