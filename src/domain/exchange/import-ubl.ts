import type { WorkActor } from "../../platform/database/index.ts"
import type { DocumentFile } from "../documents/index.ts"
import {
  type ImportedDocument,
  type IncomingDocument,
  importSet,
  setKeyOf,
  setSize,
} from "./import-documents.ts"
import { type EmbeddedFile, readUbl, UblError } from "./ubl/index.ts"

export interface UblFile {
  name: string
  bytes: Uint8Array
  /** The document as its own system printed it, where a PDF lay beside the XML. */
  pdf?: Uint8Array
}

export interface RefusedFile {
  from: string
  outcome: "refused"
  reason: string
  line: number
}

export type UblOutcome = ImportedDocument | RefusedFile

/**
 * Imports UBL files, and tells the outcome of each as soon as it is certain. A file that is refused is kept in no
 * part; the others go on. Files may come again: what is here already stays as it is.
 */
export async function* importUbl(
  actor: WorkActor,
  files: AsyncIterable<UblFile>,
): AsyncGenerator<UblOutcome> {
  let set: IncomingDocument[] = []
  let keys = new Set<string>()
  for await (const file of files) {
    const incoming = readIncoming(file)
    if ("outcome" in incoming) {
      yield incoming
      continue
    }
    const key = setKeyOf(incoming)
    if (keys.has(key) || set.length >= setSize) {
      yield* await importSet(actor, set)
      set = []
      keys = new Set()
    }
    set.push(incoming)
    keys.add(key)
  }
  if (set.length > 0) yield* await importSet(actor, set)
}

function readIncoming(file: UblFile): IncomingDocument | RefusedFile {
  try {
    const read = readUbl(file.bytes)
    const own = file.pdf ?? findOwnPdf(read.data.number, read.attachments)?.bytes
    const unread = read.unread.map((path) => ({
      rule: "unread",
      where: path,
      stated: "",
      computed: "",
      currency: read.data.currency,
    }))
    return {
      from: file.name,
      data: read.data,
      files: [
        xmlFile(file),
        ...(own ? [pdfFile(read.data.number, own)] : []),
        ...read.attachments.map(attachmentFile),
      ],
      remarks: [...read.remarks, ...unread],
      source: "ubl",
      state: "issued",
    }
  } catch (error) {
    if (error instanceof UblError)
      return { from: file.name, outcome: "refused", reason: error.reason, line: error.line }
    throw error
  }
}

function xmlFile(file: UblFile): DocumentFile {
  const name = file.name.split(/[/\\]/).at(-1) ?? file.name
  return {
    role: "xml",
    position: 0,
    fileName: name.slice(-255),
    mediaType: "application/xml",
    bytes: file.bytes,
  }
}

function pdfFile(number: string, bytes: Uint8Array): DocumentFile {
  return {
    role: "pdf",
    position: 0,
    fileName: `${number.replace(/[^\p{L}\p{N}.-]+/gu, "-")}.pdf`,
    mediaType: "application/pdf",
    bytes,
  }
}

function attachmentFile(file: EmbeddedFile): DocumentFile {
  return {
    role: "attachment",
    position: file.position,
    fileName: file.fileName.slice(-255),
    mediaType: file.mediaType,
    bytes: file.bytes,
  }
}

/** Among the attachments, the PDF that is the document itself: the only one named by the document's number. */
function findOwnPdf(number: string, attachments: readonly EmbeddedFile[]): EmbeddedFile | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "")
  const wanted = plain(number)
  const named = attachments.filter((file) => {
    const name = plain(file.fileName.replace(/\.pdf$/i, ""))
    const isNamed =
      name === wanted ||
      ["invoice", "faktura", "creditnote", "kreditnota", "order", "ordre"].some(
        (word) => name === word + wanted,
      )
    return file.mediaType === "application/pdf" && isNamed && isPdf(file.bytes)
  })
  return named.length === 1 ? named[0] : undefined
}

export function isPdf(bytes: Uint8Array): boolean {
  return (
    Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(5, bytes.byteLength)).toString("latin1") === "%PDF-"
  )
}
