import type { Attachment, Remark } from "../../documents/index.ts"
import { findAt, findBasic, findFirst, findProse, findText, getText } from "./element.ts"
import { present } from "./values.ts"
import { refuse, type XmlElement } from "./xml-tree.ts"

/** The bytes of a file that came with the document; `position` is its place in `data.attachments`. */
export interface EmbeddedFile {
  position: number
  fileName: string
  mediaType: string
  bytes: Uint8Array
}

const largestAttachmentBytes = 20_000_000

/** What EN 16931 lets a document bring along (BR-CL-24). */
const mediaTypes = [
  "application/pdf",
  "image/png",
  "image/jpeg",
  "text/csv",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.oasis.opendocument.spreadsheet",
]

/**
 * Supporting documents (BG-24). A file of another media type is named but its bytes are not kept, and a
 * remark says so. Refuses bytes that are not base64 and files above 20 MB. Addresses are never fetched.
 */
export function readAttachments(references: XmlElement[], currency: string) {
  const attachments: Attachment[] = []
  const files: EmbeddedFile[] = []
  const remarks: Remark[] = []
  for (const reference of references) {
    const position = attachments.length
    const id = getText(reference, "ID")
    const embedded = findBasic(findFirst(reference, "Attachment"), "EmbeddedDocumentBinaryObject")
    const fileName = embedded && fileNameOf(embedded)
    const mediaType = embedded?.attributes.get("mimeCode")?.trim().toLowerCase() || undefined
    attachments.push(
      present({
        id,
        description: findProse(reference, "DocumentDescription") ?? findText(reference, "DocumentType"),
        typeCode: findText(reference, "DocumentTypeCode"),
        fileName,
        mediaType,
        externalUri: findText(findAt(reference, "Attachment", "ExternalReference"), "URI"),
      }),
    )
    if (embedded === undefined) continue
    const stated = mediaType ?? ""
    if (mediaTypes.includes(stated)) {
      files.push({ position, fileName: fileName ?? id, mediaType: stated, bytes: bytesOf(embedded) })
    } else {
      const where = `attachment ${position + 1}`
      remarks.push({ rule: "BR-CL-24", where, stated, computed: "", currency })
    }
  }
  return { attachments, files, remarks }
}

function bytesOf(element: XmlElement): Uint8Array {
  const base64 = element.text.replace(/\s+/g, "")
  const padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0
  if ((base64.length / 4) * 3 - padding > largestAttachmentBytes) {
    refuse(element, `The attachment is larger than ${largestAttachmentBytes / 1_000_000} MB.`)
  }
  if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) {
    refuse(element, "The attachment is not valid base64.")
  }
  return new Uint8Array(Buffer.from(base64, "base64"))
}

/** The name alone, without folders and without characters that no file name should have. */
function fileNameOf(element: XmlElement): string | undefined {
  const stated = element.attributes.get("filename") ?? ""
  const name = stated.split(/[/\\]/).at(-1) ?? ""
  return (
    name
      .replace(/[\p{Cc}\p{Cf}]/gu, "")
      .trim()
      .slice(0, 255) || undefined
  )
}
