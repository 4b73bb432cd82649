import type { WorkActor } from "../../platform/database/index.ts"
import type { DocumentFile } from "../documents/index.ts"
import {
  type ImportedDocument,
  type IncomingDocument,
  importApart,
  type RefusedDocument,
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

export type UblOutcome = ImportedDocument | RefusedDocument

/** A set ends here too, so that large files do not fill the memory. */
const setBytes = 32_000_000

/** Sets that are written at the same time while the next is read. */
const mostWriting = 2

/**
 * Imports UBL files, and tells the outcome of each as soon as it is certain. A file that is refused is kept in no
 * part; the others go on. Files may come again: what is here already stays as it is. Sets are written side by side,
 * but never two that hold the same document, so that of its versions the later stands.
 */
export async function* importUbl(
  actor: WorkActor,
  files: AsyncIterable<UblFile>,
): AsyncGenerator<UblOutcome> {
  const writing: { keys: ReadonlySet<string>; outcomes: Promise<UblOutcome[]> }[] = []
  let set = newSet()
  for await (const file of files) {
    const incoming = readIncoming(file)
    if ("outcome" in incoming) {
      yield incoming
      continue
    }
    const key = setKeyOf(incoming)
    if (set.keys.has(key) || set.documents.length >= setSize || set.bytes >= setBytes) {
      while (writing.length >= mostWriting || isWritten(writing, set.keys)) {
        yield* await (writing.shift()?.outcomes ?? [])
      }
      const outcomes = importApart(actor, set.documents)
      // Whoever waits for it hears of a failure; until then it must not count as unheard.
      outcomes.catch(() => undefined)
      writing.push({ keys: set.keys, outcomes })
      set = newSet()
    }
    set.documents.push(incoming)
    set.keys.add(key)
    set.bytes += file.bytes.byteLength + (file.pdf?.byteLength ?? 0)
  }
  for (const { outcomes } of writing) yield* await outcomes
  if (set.documents.length > 0) yield* await importApart(actor, set.documents)
}

function newSet() {
  return { documents: [] as IncomingDocument[], keys: new Set<string>(), bytes: 0 }
}

function isWritten(writing: readonly { keys: ReadonlySet<string> }[], keys: ReadonlySet<string>): boolean {
  return writing.some((each) => [...keys].some((key) => each.keys.has(key)))
}

function readIncoming(file: UblFile): IncomingDocument | RefusedDocument {
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
