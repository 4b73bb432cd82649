import { sql } from "kysely"
import type { Db, WorkActor } from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { sha256 } from "../../../platform/secrets/index.ts"
import { type DocumentData, toStored } from "../document-data.ts"
import { documentTerms } from "./document-terms.ts"
import { findExisting, findObstacle, keyOf } from "./find-existing.ts"

/** A file that belongs to a document: its own PDF or e-invoice XML as they came, or an attachment. */
export interface DocumentFile {
  role: "pdf" | "xml" | "attachment"
  position: number
  fileName: string
  mediaType: string
  bytes: Uint8Array
}

export interface NewDocument {
  data: DocumentData
  customerId: string
  billToId: string
  /** Empty for the business itself. */
  sellerKey: string
  source: "kvit" | "ubl" | "csv"
  state: "draft" | "issued"
  files: readonly DocumentFile[]
  /** What staff should know: stated amounts that differ, elements that were not read. */
  remarks: readonly unknown[]
}

export interface IssuedDocument {
  documentId: string
  outcome: "created" | "changed" | "unchanged"
  version: number
  /** What the document asks for, and did before this version (0 for a new one), in minor units. */
  payable: bigint
  payableBefore: bigint
}

/** What cannot be a version of the document that has its number, which stays as it is; and why, for people. */
export interface NotIssued {
  documentId: string
  outcome: "refused"
  reason: string
}

interface Prepared extends NewDocument {
  stored: string
  contentSha256: Buffer
}

/**
 * Writes documents as a set, in the transaction of its cause: new ones with their first version, changed ones with
 * a further version, and nothing at all for those that are already here as they are. A document is the same when
 * kind, number and seller are the same, and of other sellers than the business itself also who owes. A version may
 * correct the payer, but not the currency, nor payer and date at once: that number was used twice, and the second
 * is refused. Drafts are kept aside and never seen by customers. A document named twice in one set is refused
 * (throws): callers cut their sets so.
 */
export async function issueDocuments(
  db: Db,
  actor: WorkActor,
  documents: readonly NewDocument[],
): Promise<(IssuedDocument | NotIssued)[]> {
  const prepared = documents.map(prepare)
  const existing = await findExisting(db, actor, prepared)
  const outcomes = prepared.map((document): IssuedDocument | NotIssued => {
    const before = existing.get(keyOf(document))
    const payable = document.data.totals.payable
    if (!before) return { documentId: newId(), outcome: "created", version: 1, payable, payableBefore: 0n }
    const payableBefore = before.state === "draft" ? 0n : before.payable
    const same =
      before.content_sha256?.equals(document.contentSha256) === true && before.state === document.state
    if (same || (before.state !== "draft" && document.state === "draft")) {
      return {
        documentId: before.id,
        outcome: "unchanged",
        version: before.version,
        payable: payableBefore,
        payableBefore,
      }
    }
    const reason = before.state === "draft" ? null : findObstacle(before, document)
    if (reason) return { documentId: before.id, outcome: "refused", reason }
    const version = before.state === "draft" ? before.version : before.version + 1
    return { documentId: before.id, outcome: "changed", version, payable, payableBefore }
  })
  const written = prepared.flatMap((document, index) => {
    const outcome = outcomes[index]
    return outcome && (outcome.outcome === "created" || outcome.outcome === "changed")
      ? [{ ...document, ...outcome }]
      : []
  })
  if (written.length > 0) await write(db, actor, written)
  return outcomes
}

function prepare(document: NewDocument): Prepared {
  const stored = JSON.stringify(toStored(document.data))
  const parts = [
    stored,
    document.customerId,
    document.billToId,
    ...document.files.map((file) => `${file.role} ${file.position} ${sha256(file.bytes).toString("hex")}`),
  ]
  return { ...document, stored, contentSha256: sha256(parts.join("\n")) }
}

type Written = Prepared & IssuedDocument

async function write(db: Db, actor: WorkActor, written: readonly Written[]): Promise<void> {
  const created = written.filter((document) => document.outcome === "created")
  const changed = written.filter((document) => document.outcome === "changed")
  if (created.length > 0) {
    await sql`insert into documents (business_id, ${columns}) select ${actor.businessId}, ${columns} from json_populate_recordset(null::documents, ${JSON.stringify(created.map(toRow))}::json)`.execute(
      db,
    )
  }
  if (changed.length > 0) {
    await sql`
      update documents d set (state, customer_id, bill_to_id, issue_date, due_date, valid_until, currency, total_without_vat, total_vat,
          total, payable, version, title, registration, order_reference, search_terms)
        = (n.state, n.customer_id, n.bill_to_id, n.issue_date, n.due_date, n.valid_until, n.currency, n.total_without_vat, n.total_vat,
          n.total, n.payable, n.version, n.title, n.registration, n.order_reference, n.search_terms)
      from json_populate_recordset(null::documents, ${JSON.stringify(changed.map(toRow))}::json) n
      where d.business_id = ${actor.businessId} and d.id = n.id`.execute(db)
    await sql`delete from document_references where business_id = ${actor.businessId} and document_id = any (${changed.map((document) => document.documentId)}::uuid[])`.execute(
      db,
    )
    await sql`delete from document_drafts where business_id = ${actor.businessId} and document_id = any (${changed.map((document) => document.documentId)}::uuid[])`.execute(
      db,
    )
  }
  await writeContents(db, actor, written)
  await writeFiles(db, actor, written)
  await writeReferences(db, actor, written)
  await recordSet(db, actor, written)
}

const columns = sql.raw(
  "id, kind, number, seller_key, state, customer_id, bill_to_id, issue_date, due_date, valid_until, currency, total_without_vat, total_vat, total, payable, version, title, registration, order_reference, source, search_terms",
)

function toRow(document: Written) {
  const { data } = document
  return {
    id: document.documentId,
    kind: data.kind,
    number: data.number,
    seller_key: document.sellerKey,
    state: document.state,
    customer_id: document.customerId,
    bill_to_id: document.billToId,
    issue_date: data.issueDate,
    due_date: data.dueDate,
    valid_until: data.validUntil,
    currency: data.currency,
    total_without_vat: data.totals.withoutVat.toString(),
    total_vat: data.totals.vat.toString(),
    total: data.totals.withVat.toString(),
    payable: data.totals.payable.toString(),
    version: document.version,
    title: (data.lines[0]?.name ?? "").slice(0, 300),
    registration: data.vehicle?.registration,
    order_reference: data.references.order,
    source: document.source,
    search_terms: documentTerms(data),
  }
}

async function writeContents(db: Db, actor: WorkActor, written: readonly Written[]): Promise<void> {
  const drafts = written.filter((document) => document.state === "draft")
  const issued = written.filter((document) => document.state === "issued")
  if (drafts.length > 0) {
    await sql`insert into document_drafts (business_id, document_id, data)
      select ${actor.businessId}, id, data::jsonb from unnest(${drafts.map((one) => one.documentId)}::uuid[], ${drafts.map((one) => one.stored)}::text[]) as d (id, data)`.execute(
      db,
    )
  }
  if (issued.length > 0) {
    await sql`insert into document_versions (business_id, document_id, version, data, content_sha256, remarks)
      select ${actor.businessId}, id, version, data::jsonb, decode(sha256, 'hex'), remarks::jsonb
      from unnest(${issued.map((one) => one.documentId)}::uuid[], ${issued.map((one) => one.version)}::int[], ${issued.map((one) => one.stored)}::text[],
        ${issued.map((one) => one.contentSha256.toString("hex"))}::text[], ${issued.map((one) => JSON.stringify(one.remarks))}::text[])
        as v (id, version, data, sha256, remarks)`.execute(db)
  }
}

async function writeFiles(db: Db, actor: WorkActor, written: readonly Written[]): Promise<void> {
  const files = written
    .filter((document) => document.state === "issued")
    .flatMap((document) =>
      document.files.map((file) => ({
        business_id: actor.businessId,
        document_id: document.documentId,
        version: document.version,
        role: file.role,
        position: file.position,
        file_name: file.fileName,
        media_type: file.mediaType,
        sha256: sha256(file.bytes),
        bytes: Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength),
        made_here: false,
      })),
    )
  for (let start = 0; start < files.length; start += 500) {
    await db
      .insertInto("document_files")
      .values(files.slice(start, start + 500))
      .execute()
  }
}

async function writeReferences(db: Db, actor: WorkActor, written: readonly Written[]): Promise<void> {
  const references = written.flatMap(({ documentId, data }) => {
    const named: { kind: string; number: string | undefined }[] = [
      { kind: "quote", number: data.references.quote },
      { kind: "order", number: data.references.salesOrder },
      ...data.references.precedingInvoices.map((invoice) => ({ kind: "invoice", number: invoice.number })),
    ]
    return named.flatMap(({ kind, number }) => (number ? [{ document_id: documentId, kind, number }] : []))
  })
  if (references.length === 0) return
  await sql`insert into document_references (business_id, document_id, kind, number)
    select ${actor.businessId}, document_id, kind, number
    from json_to_recordset(${JSON.stringify(references)}::json) as r (document_id uuid, kind text, number text)
    on conflict do nothing`.execute(db)
}

/** One event a document; `recordEvent` for sets. */
async function recordSet(db: Db, actor: WorkActor, written: readonly Written[]): Promise<void> {
  const events = written.map((document) => ({
    id: newId(),
    kind:
      document.outcome === "changed"
        ? "document.changed"
        : document.source === "kvit"
          ? "document.issued"
          : "document.imported",
    customer_id: document.customerId,
    document_id: document.documentId,
    data: { version: document.version, state: document.state, source: document.source },
  }))
  await sql`insert into events (business_id, id, kind, customer_id, document_id, data)
    select ${actor.businessId}, id, kind, customer_id, document_id, data
    from json_to_recordset(${JSON.stringify(events)}::json) as e (id uuid, kind text, customer_id uuid, document_id uuid, data jsonb)`.execute(
    db,
  )
}
