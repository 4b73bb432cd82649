/** Mail over SMTP: one message to one person, with certificates checked and an end to every wait. */
export {
  type MailAttachment,
  type MailProblem,
  mailProblems,
  type OutgoingMail,
  type Person,
  type SmtpOutcome,
  type SmtpSecurity,
  type SmtpServer,
} from "./mail.ts"
export { sendOverSmtp } from "./send-over-smtp.ts"
