import { sql } from "kysely"
import type { Actor } from "../../../platform/database/index.ts"
import { type DocumentData, type DocumentKind, fromStored } from "../document-data.ts"
import { beingPaid, type DocumentRow, rowColumns, rowLedger } from "../list/list-row.ts"

export interface DocumentFileInfo {
  role: "pdf" | "xml" | "attachment"
  position: number
  fileName: string
  mediaType: string
  size: number
}

export interface RelatedDocument {
  id: string
  kind: DocumentKind
  number: string
}

export interface DocumentDetail extends DocumentRow {
  version: number
  /** Whether the business itself is the seller. */
  isOwn: boolean
  data: DocumentData
  /** Null for a draft. */
  issuedAt: Date | null
  files: DocumentFileInfo[]
  /** Documents this one names, and those that name it; of these, only what the actor may see. */
  related: RelatedDocument[]
}

/**
 * One document with its current content, by the actor's own eyes: null where it does not exist, is another's, or
 * is a draft and the actor a customer. Nobody can tell these apart.
 */
export async function findDocument(actor: Actor, documentId: string): Promise<DocumentDetail | null> {
  return actor.transaction(async (db) => {
    const draft = sql.raw(
      actor.kind === "staff" || actor.kind === "system"
        ? "left join document_drafts w on w.business_id = d.business_id and w.document_id = d.id"
        : "cross join (select null::jsonb as data) w",
    )
    const result = await sql<
      DocumentRow & { version: number; isOwn: boolean; data: unknown; draft: unknown; issued_at: Date | null }
    >`
      select ${rowColumns}, ${beingPaid(sql`array[d.id]`)}, d.version, d.seller_key = '' as "isOwn", v.data, w.data as draft, v.issued_at
      from documents d
      left join document_versions v on v.business_id = d.business_id and v.document_id = d.id and v.version = d.version
      ${draft}
      ${rowLedger}
      where d.business_id = ${actor.businessId} and d.id = ${documentId}`.execute(db)
    const row = result.rows[0]
    if (!row) return null
    const files = await db
      .selectFrom("document_files")
      .select(["role", "position", "file_name", "media_type", sql<number>`length(bytes)`.as("size")])
      .where("business_id", "=", actor.businessId)
      .where("document_id", "=", documentId)
      .where("version", "=", row.version)
      .orderBy("role")
      .orderBy("position")
      .execute()
    const related = await sql<RelatedDocument>`
      select o.id, o.kind, o.number from document_references r
      join documents o on o.business_id = r.business_id and o.kind = r.kind and o.number = r.number
      where r.business_id = ${actor.businessId} and r.document_id = ${documentId} and o.bill_to_id = ${row.billToId}
      union
      select o.id, o.kind, o.number from document_references r
      join documents o on o.business_id = r.business_id and o.id = r.document_id
      where r.business_id = ${actor.businessId} and r.kind = ${row.kind} and r.number = ${row.number} and o.bill_to_id = ${row.billToId}
      order by kind, number limit 50`.execute(db)
    const { data, draft: draftData, issued_at, ...rest } = row
    return {
      ...rest,
      data: fromStored(data ?? draftData),
      issuedAt: issued_at,
      files: files.map((file) => ({
        role: file.role as DocumentFileInfo["role"],
        position: file.position,
        fileName: file.file_name,
        mediaType: file.media_type,
        size: file.size,
      })),
      related: related.rows.filter((other) => other.id !== documentId),
    }
  })
}

export interface DocumentVersion {
  version: number
  issuedAt: Date
  remarks: unknown[]
  pdfSha256: string | null
}

/** The versions of a document, the newest first, with what staff should know of each. */
export async function listVersions(
  actor: Actor & { kind: "staff" | "system" },
  documentId: string,
): Promise<DocumentVersion[]> {
  const rows = await actor.transaction((db) =>
    db
      .selectFrom("document_versions as v")
      .leftJoin("document_files as f", (join) =>
        join
          .onRef("f.business_id", "=", "v.business_id")
          .onRef("f.document_id", "=", "v.document_id")
          .onRef("f.version", "=", "v.version")
          .on("f.role", "=", "pdf"),
      )
      .select(["v.version", "v.issued_at", "v.remarks", "f.sha256"])
      .where("v.business_id", "=", actor.businessId)
      .where("v.document_id", "=", documentId)
      .orderBy("v.version", "desc")
      .execute(),
  )
  return rows.map((row) => ({
    version: row.version,
    issuedAt: row.issued_at,
    remarks: Array.isArray(row.remarks) ? row.remarks : [],
    pdfSha256: row.sha256?.toString("hex") ?? null,
  }))
}
