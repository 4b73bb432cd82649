import { getBusiness } from "../../../domain/settings/index.ts"
import { isPrintable, makeStatementCsv, makeStatementPdf } from "../../../domain/statements/index.ts"
import type { StaffContext } from "../../context.ts"
import { sendFile, sendFileProblem } from "../../guards/send-file.ts"
import { toStatementQuery } from "../../ui/statement/index.ts"
import { showNothingHere } from "../refusals.tsx"
import { findAsked, pageOf, readStatement } from "./asked.ts"

/** `GET /customers/:id/statement.pdf`: what the customer gets, in the customer's language. Taking it counts as nobody's download. */
export async function sendStatementPdf(c: StaffContext): Promise<Response> {
  const asked = await findAsked(c, toStatementQuery(c.req.query()))
  if (!asked) return showNothingHere(c)
  const statement = await readStatement(c, asked, { asCustomer: true })
  if (!statement) return c.redirect(pageOf(asked), 303)
  if (!isPrintable(statement)) return c.redirect(pageOf(asked, "too_long"), 303)
  try {
    const business = await getBusiness(c.var.actor)
    const language = asked.customer.language ?? business.language
    return sendFile(c, await makeStatementPdf(statement, business, language), "attachment")
  } catch (error) {
    return sendFileProblem(c, error)
  }
}

/** `GET /customers/:id/statement.csv`: for the books, and so in the language of who takes it. */
export async function sendStatementCsv(c: StaffContext): Promise<Response> {
  const asked = await findAsked(c, toStatementQuery(c.req.query()))
  if (!asked) return showNothingHere(c)
  const statement = await readStatement(c, asked, { asCustomer: false })
  if (!statement) return c.redirect(pageOf(asked), 303)
  return sendFile(c, makeStatementCsv(statement, c.var.language), "attachment")
}
