import { getBusiness } from "../../../domain/settings/index.ts"
import {
  isPrintable,
  makeStatementCsv,
  makeStatementPdf,
  recordStatement,
  type Statement,
  type StatementFile,
} from "../../../domain/statements/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import type { PortalContext } from "../../context.ts"
import { sendFile, sendFileProblem } from "../../guards/send-file.ts"
import { createTurnstile } from "../../guards/turnstile.ts"
import { toStatementQuery } from "../../ui/statement/index.ts"
import { findAsked, showNothing } from "./asked.ts"
import { pageOf, readStatement } from "./show.tsx"

/** A PDF is made for each who asks, so one customer's wait for one another. */
const turnstile = createTurnstile({ inside: 2, waiting: 10 })

/** `GET /portal/statement.pdf`. */
export async function sendStatementPdf(c: PortalContext): Promise<Response> {
  const answer = await turnstile.pass(c.var.actor.customerIds.join(), () =>
    send(c, "pdf", async (statement) =>
      makeStatementPdf(statement, await getBusiness(c.var.actor), c.var.language),
    ),
  )
  return answer ?? c.text(texts(c.var.language).portal.tooManyFiles, 429, { "Retry-After": "10" })
}

/** `GET /portal/statement.csv`. */
export function sendStatementCsv(c: PortalContext): Promise<Response> {
  return send(c, "csv", async (statement) => makeStatementCsv(statement, c.var.language))
}

/** The same statement as the page's, as a file. Taking it counts as a download. */
async function send(
  c: PortalContext,
  as: "pdf" | "csv",
  make: (statement: Statement) => Promise<StatementFile>,
): Promise<Response> {
  const asked = await findAsked(c, toStatementQuery(c.req.query()))
  if (!asked) return showNothing(c)
  const statement = await readStatement(c, asked)
  // The page says what is wrong, and has what was typed.
  if (!statement) return c.redirect(pageOf(asked), 303)
  if (as === "pdf" && !isPrintable(statement)) return c.redirect(pageOf(asked, "too_long"), 303)
  try {
    const file = await make(statement)
    const of = { customerId: asked.account.id, currency: asked.choice.currency, as }
    if (c.req.method === "GET") await recordStatement(c.var.actor, "statement.downloaded", of)
    return sendFile(c, file, "attachment")
  } catch (error) {
    return sendFileProblem(c, error)
  }
}
