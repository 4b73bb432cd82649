/** Mail over SMTP: one message to one person, with certificates checked and an end to every wait. */
export type {
  MailAttachment,
  MailProblem,
  OutgoingMail,
  Person,
  SmtpOutcome,
  SmtpSecurity,
  SmtpServer,
} from "./mail.ts"
export { sendOverSmtp } from "./send-over-smtp.ts"
