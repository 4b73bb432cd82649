import {
  type Actor,
  type ActorEnvironment,
  createSystemActor,
  type WorkActor,
} from "../../../platform/database/index.ts"
import type { Language } from "../../../platform/language/index.ts"
import { type PdfAttachment, PdfError } from "../../../platform/pdf/index.ts"
import { sha256 } from "../../../platform/secrets/index.ts"
import { getBusiness, toBankDetails } from "../../settings/index.ts"
import { type DocumentData, fromStored } from "../document-data.ts"
import { withWaysToPay } from "../facts/ways-to-pay.ts"
import { brandingOf } from "../pdf/branding.ts"
import { renderDocumentPdf } from "../pdf/render-document-pdf.ts"
import { writeUbl } from "../ubl-writer/index.ts"

export interface ServedFile {
  fileName: string
  mediaType: string
  sha256: Buffer
  bytes: Buffer
}

export type FileRole = "pdf" | "xml" | "attachment"

/**
 * A file of the document's current version, by the actor's own eyes: null where document or file do not exist for
 * them. The PDF, and the e-invoice of a document that did not bring its own, are made by the first who asks and
 * kept; everybody after gets the same bytes. Throws PdfError when the PDF cannot be made now.
 */
export async function findDocumentFile(
  actor: Actor,
  environment: ActorEnvironment,
  which: { documentId: string; role: FileRole; position?: number },
): Promise<ServedFile | null> {
  const found = await readFile(actor, which)
  if (found.file || !found.version || which.role === "attachment") return found.file
  await makeFilesOnce(
    createSystemActor(environment, actor.businessId, "page"),
    which.documentId,
    found.version,
  )
  return (await readFile(actor, which)).file
}

async function readFile(
  actor: Actor,
  which: { documentId: string; role: FileRole; position?: number },
): Promise<{ file: ServedFile | null; version: number | null }> {
  const row = await actor.transaction((db) =>
    db
      .selectFrom("documents as d")
      .innerJoin("document_versions as v", (join) =>
        join
          .onRef("v.business_id", "=", "d.business_id")
          .onRef("v.document_id", "=", "d.id")
          .onRef("v.version", "=", "d.version"),
      )
      .leftJoin("document_files as f", (join) =>
        join
          .onRef("f.business_id", "=", "d.business_id")
          .onRef("f.document_id", "=", "d.id")
          .onRef("f.version", "=", "d.version")
          .on("f.role", "=", which.role)
          .on("f.position", "=", which.position ?? 0),
      )
      .select(["d.version", "f.file_name", "f.media_type", "f.sha256", "f.bytes"])
      .where("d.business_id", "=", actor.businessId)
      .where("d.id", "=", which.documentId)
      .where("d.state", "<>", "draft")
      .executeTakeFirst(),
  )
  if (!row) return { file: null, version: null }
  const { file_name: fileName, media_type: mediaType, bytes } = row
  const file =
    fileName && mediaType && row.sha256 && bytes ? { fileName, mediaType, sha256: row.sha256, bytes } : null
  return { file, version: row.version }
}

/** What is being made now, and what could not be made a moment ago. */
const making = new Map<string, Promise<void>>()
const failureIsRememberedMs = 60_000

/** However many ask at once, a version's files are set once; a version that fails is not tried again for a minute. */
function makeFilesOnce(actor: WorkActor, documentId: string, version: number): Promise<void> {
  const key = `${documentId} ${version}`
  const known = making.get(key)
  if (known) return known
  const made = makeFiles(actor, documentId, version)
  making.set(key, made)
  const forget = () => making.delete(key)
  made.then(forget, (error: unknown) => {
    const isOfThisDocument = error instanceof PdfError && error.reason !== "busy"
    if (isOfThisDocument) setTimeout(forget, failureIsRememberedMs).unref()
    else forget()
  })
  return made
}

/** Makes what is missing, the e-invoice first: it does not need the PDF. The reading and the writing are transactions, the setting between is none. */
async function makeFiles(actor: WorkActor, documentId: string, version: number): Promise<void> {
  const [business, source] = await Promise.all([getBusiness(actor), readSource(actor, documentId, version)])
  const data = withWaysToPay(source.data, source.isOwn ? toBankDetails(business) : null)
  const base = `${source.data.kind.replace("_", "-")}-${source.data.number}`
    .replace(/[^\p{L}\p{N}.-]+/gu, "-")
    .slice(0, 120)
  const keep = (file: MadeFile) => keepFile(actor, documentId, version, file)
  let xml = source.xml
  const written = xml ? null : writeUbl(data)
  if (written) {
    xml = new TextEncoder().encode(written.xml)
    await keep({ role: "xml", fileName: `${base}.xml`, mediaType: "application/xml", bytes: xml })
  }
  if (source.hasPdf) return
  const attachments: PdfAttachment[] = xml
    ? [
        {
          name: `${base}.xml`,
          mediaType: "text/xml",
          bytes: xml,
          description: "UBL 2.1",
          relationship: "alternative",
        },
      ]
    : []
  const language: Language = source.language ?? business.language
  const bytes = await renderDocumentPdf({
    data,
    branding: brandingOf(business),
    language,
    attachments,
  })
  await keep({ role: "pdf", fileName: `${base}.pdf`, mediaType: "application/pdf", bytes })
}

interface MadeFile {
  role: "pdf" | "xml"
  fileName: string
  mediaType: string
  bytes: Uint8Array
}

/** The first that is kept stays: another process may have been as quick. */
async function keepFile(
  actor: WorkActor,
  documentId: string,
  version: number,
  file: MadeFile,
): Promise<void> {
  await actor.transaction((db) =>
    db
      .insertInto("document_files")
      .values({
        business_id: actor.businessId,
        document_id: documentId,
        version,
        role: file.role,
        file_name: file.fileName,
        media_type: file.mediaType,
        sha256: sha256(file.bytes),
        bytes: Buffer.from(file.bytes),
        made_here: true,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  )
}

async function readSource(
  actor: WorkActor,
  documentId: string,
  version: number,
): Promise<{
  data: DocumentData
  isOwn: boolean
  language: Language | null
  xml: Uint8Array | null
  hasPdf: boolean
}> {
  return actor.transaction(async (db) => {
    const row = await db
      .selectFrom("document_versions as v")
      .innerJoin("documents as d", (join) =>
        join.onRef("d.business_id", "=", "v.business_id").onRef("d.id", "=", "v.document_id"),
      )
      .innerJoin("customers as c", (join) =>
        join.onRef("c.business_id", "=", "d.business_id").onRef("c.id", "=", "d.customer_id"),
      )
      .select(["v.data", "d.seller_key", "c.language"])
      .where("v.business_id", "=", actor.businessId)
      .where("v.document_id", "=", documentId)
      .where("v.version", "=", version)
      .executeTakeFirstOrThrow()
    const files = await db
      .selectFrom("document_files")
      .select(["role", "bytes"])
      .where("business_id", "=", actor.businessId)
      .where("document_id", "=", documentId)
      .where("version", "=", version)
      .where("role", "in", ["pdf", "xml"])
      .execute()
    return {
      data: fromStored(row.data),
      isOwn: row.seller_key === "",
      language: row.language === "da" || row.language === "en" ? row.language : null,
      xml: files.find((file) => file.role === "xml")?.bytes ?? null,
      hasPdf: files.some((file) => file.role === "pdf"),
    }
  })
}
