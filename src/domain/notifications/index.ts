/**
 * Mails to customers. A verb queues one in its own transaction; a job sends it, with links and codes made at that
 * moment, and writes down what became of it. Without a mail server mails are kept to be read.
 */
export { draftMail } from "./draft-mail.ts"
export { forgetOldMails } from "./forget-old-mails.ts"
export {
  findMail,
  findMailContent,
  listKeptMails,
  listMails,
  type MailLine,
  type MailPage,
  type MailState,
  mailStates,
  sendMailAgain,
} from "./list/list-mails.ts"
export type { MailContent } from "./mail-content.ts"
export { isMailTemplate, type MailTemplate, mailTemplates } from "./mail-templates.ts"
export { type NewMail, queueMail, sendMailJob } from "./queue-mail.ts"
export { queueReceipt } from "./queue-receipt.ts"
export type { LinkMakers } from "./sending/link-makers.ts"
export type { MailEnvironment } from "./sending/mail-environment.ts"
export { sendQueuedMail } from "./sending/send-queued-mail.ts"
export {
  changeMailSettings,
  type MailSettingsForm,
  type MailSettingsProblem,
  type MailSettingsProblems,
  removeMailSettings,
} from "./settings/change-mail-settings.ts"
export { findMailSettings, type MailSettings } from "./settings/mail-settings.ts"
export { sendTestMail, type TestMailOutcome } from "./settings/send-test-mail.ts"
export { findSignInMails, type SignInMailState } from "./sign-in-mails.ts"
export type { TemplateText } from "./templates/built-in.en.ts"
export type { TemplateFault } from "./templates/check-template.ts"
export {
  changeTemplate,
  getTemplate,
  listOwnTemplates,
  previewTemplate,
  resetTemplate,
  type TemplatePreview,
} from "./templates/own-templates.ts"
export { templateVariables } from "./templates/variables.ts"
