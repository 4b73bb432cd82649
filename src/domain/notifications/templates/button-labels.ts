import type { Language } from "../../../platform/language/index.ts"
import type { MailTemplate } from "../mail-templates.ts"

/** What stands on the button of each mail. */
export const buttonLabels: Readonly<Record<Language, Readonly<Record<MailTemplate, string>>>> = {
  en: {
    sign_in: "Sign in",
    portal_link: "Open your page",
    sign_in_link: "Come in",
    document_link: "See the document",
    sales_invoice: "See the invoice",
    receipt: "See the document",
    message: "Read and answer",
    statement: "See the statement",
    reminder: "See the invoice",
  },
  da: {
    sign_in: "Log ind",
    portal_link: "Åbn din side",
    sign_in_link: "Kom ind",
    document_link: "Se bilaget",
    sales_invoice: "Se fakturaen",
    receipt: "Se bilaget",
    message: "Læs og svar",
    statement: "Se kontoudtoget",
    reminder: "Se fakturaen",
  },
}
