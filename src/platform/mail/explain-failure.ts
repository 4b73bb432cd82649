import type { MailProblem, SmtpOutcome } from "./mail.ts"

/** What nodemailer says of a failure, beside its message. */
export interface SmtpFailure extends Error {
  code?: string
  originalCode?: string
  responseCode?: number
  response?: string
  command?: string
}

const longestAnswer = 500

/** Says in our words what went wrong. `given` is whether the message itself may have reached the server. */
export function explainFailure(failure: SmtpFailure, given: boolean): SmtpOutcome & { ok: false } {
  const status = failure.responseCode ?? 0
  const problem = findProblem(failure)
  return {
    ok: false,
    problem,
    isPermanent: status >= 500 && status < 600,
    isUncertain: given && status === 0 && failure.command !== "API" && failure.code !== "EENVELOPE",
    answer: (failure.response ?? failure.message)
      .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
      .trim()
      .slice(0, longestAnswer),
  }
}

function findProblem(failure: SmtpFailure): MailProblem {
  const system = failure.originalCode ?? failure.code ?? ""
  if (failure.code === "EDNS" || ["ENOTFOUND", "EAI_AGAIN", "EDNS"].includes(system)) return "host_unknown"
  if (isCertificateCode(system) || /certificate|altname/i.test(failure.message)) return "certificate"
  if (failure.code === "EAUTH") return "sign_in_refused"
  if (/STARTTLS/.test(failure.command ?? "") || (failure.code === "ETLS" && failure.responseCode))
    return "tls_missing"
  if (failure.code === "ETLS" || /^ERR_SSL|EPROTO/.test(system)) return "tls_failed"
  if (["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "EHOSTDOWN"].includes(system)) return "no_connection"
  if (failure.code === "ETIMEDOUT" || system === "ETIMEDOUT") return "timeout"
  if (failure.command === "MAIL FROM") return "sender_refused"
  if (failure.command === "RCPT TO") return "recipient_refused"
  if (failure.command === "DATA" && failure.responseCode) return "message_refused"
  if (["ECONNECTION", "ESOCKET", "ECONNRESET"].includes(failure.code ?? "")) return "connection_lost"
  return "other"
}

/** The names Node gives to what is wrong with a certificate (OpenSSL's X509_V_ERR_…). */
function isCertificateCode(code: string): boolean {
  return /CERT|UNABLE_TO_(GET_ISSUER|VERIFY)|SELF_SIGNED/.test(code)
}
