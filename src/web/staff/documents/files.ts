import { type FileRole, findDocumentFile } from "../../../domain/documents/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import type { StaffContext } from "../../context.ts"
import { sendFile, sendFileProblem } from "../../guards/send-file.ts"
import { showNothingHere } from "../refusals.tsx"

/** The PDF staff take is the customer's, byte for byte; taking it never counts as the customer's download. */
export function sendPdf(c: StaffContext): Promise<Response> {
  return send(c, "pdf", 0)
}

export function sendXml(c: StaffContext): Promise<Response> {
  return send(c, "xml", 0)
}

export function sendAttachment(c: StaffContext): Promise<Response> {
  const position = c.req.param("position") ?? ""
  return send(c, "attachment", /^\d{1,3}$/.test(position) ? Number(position) : -1)
}

async function send(c: StaffContext, role: FileRole, position: number): Promise<Response> {
  const documentId = c.req.param("id") ?? ""
  if (!isId(documentId) || position < 0) return showNothingHere(c)
  try {
    const file = await findDocumentFile(c.var.actor, c.var.kvit, { documentId, role, position })
    return file ? sendFile(c, file, "attachment") : showNothingHere(c)
  } catch (error) {
    return sendFileProblem(c, error)
  }
}
