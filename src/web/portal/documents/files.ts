import { type FileRole, findDocumentFile, recordView } from "../../../domain/documents/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import type { PortalContext } from "../../context.ts"
import { sendFile, sendFileProblem } from "../../guards/send-file.ts"
import { createTurnstile } from "../../guards/turnstile.ts"
import { showNothingHere } from "../dead-ends.tsx"

export function sendPdf(c: PortalContext): Promise<Response> {
  return send(c, "pdf", 0)
}

export function sendXml(c: PortalContext): Promise<Response> {
  return send(c, "xml", 0)
}

export function sendAttachment(c: PortalContext): Promise<Response> {
  const position = c.req.param("position") ?? ""
  return send(c, "attachment", /^\d{1,3}$/.test(position) ? Number(position) : -1)
}

/** Files of one customer at a time: the others wait, so that nobody holds up the rest, by however many sessions. */
const turnstile = createTurnstile({ inside: 4, waiting: 40 })

async function send(c: PortalContext, role: FileRole, position: number): Promise<Response> {
  const answer = await turnstile.pass(c.var.actor.customerIds.join(), () => sendInTurn(c, role, position))
  return answer ?? c.text(texts(c.var.language).portal.tooManyFiles, 429, { "Retry-After": "10" })
}

/** A file of a document, through the visitor's own eyes. Taking the PDF counts as a download. */
async function sendInTurn(c: PortalContext, role: FileRole, position: number): Promise<Response> {
  const documentId = c.req.param("id") ?? ""
  if (!isId(documentId) || position < 0) return showNothingHere(c)
  try {
    const file = await findDocumentFile(c.var.actor, c.var.kvit, { documentId, role, position })
    if (!file) return showNothingHere(c)
    if (role === "pdf" && c.req.method === "GET")
      await recordView(c.var.actor, "document.downloaded", documentId)
    return sendFile(c, file, "attachment")
  } catch (error) {
    return sendFileProblem(c, error)
  }
}
