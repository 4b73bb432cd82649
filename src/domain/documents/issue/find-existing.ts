import { sql } from "kysely"
import type { Db, WorkActor } from "../../../platform/database/index.ts"
import type { NewDocument } from "./issue-documents.ts"

/** What makes a document the same. */
export function keyOf({ data, sellerKey, billToId }: NewDocument): string {
  return [data.kind, data.number, sellerKey, sellerKey === "" ? "" : billToId].join("\n")
}

interface ExistingRow {
  id: string
  kind: string
  number: string
  seller_key: string
  bill_to_id: string
  state: string
  version: number
  payable: bigint
  currency: string
  issue_date: string
  content_sha256: Buffer | null
}

/** The documents that `documents` would be versions of, by `keyOf`, locked. */
export async function findExisting(
  db: Db,
  actor: WorkActor,
  documents: readonly NewDocument[],
): Promise<Map<string, ExistingRow>> {
  const asked = documents.map((document) => ({
    kind: document.data.kind,
    number: document.data.number,
    seller_key: document.sellerKey,
    bill_to_id: document.billToId,
  }))
  const result = await sql<ExistingRow>`
    select d.id, d.kind, d.number, d.seller_key, d.bill_to_id, d.state, d.version, d.payable, d.currency,
      d.issue_date, v.content_sha256
    from json_to_recordset(${JSON.stringify(asked)}::json) as asked (kind text, number text, seller_key text, bill_to_id uuid)
    join documents d on d.business_id = ${actor.businessId} and d.kind = asked.kind and d.number = asked.number
      and d.seller_key = asked.seller_key and (d.seller_key = '' or d.bill_to_id = asked.bill_to_id)
    left join document_versions v on v.business_id = d.business_id and v.document_id = d.id and v.version = d.version
    for update of d`.execute(db)
  return new Map(
    result.rows.map((row) => {
      const payer = row.seller_key === "" ? "" : row.bill_to_id
      return [[row.kind, row.number, row.seller_key, payer].join("\n"), row]
    }),
  )
}

/** Why a document cannot be a further version of the one issued before it. */
export function findObstacle(before: ExistingRow, { data, billToId }: NewDocument): string | null {
  const here = `The ${data.kind.replace("_", " ")} ${data.number} is here already`
  if (before.currency !== data.currency) {
    return `${here} in ${before.currency}, and a further version cannot be in ${data.currency}. Credit it, and issue a new one.`
  }
  if (before.bill_to_id !== billToId && before.issue_date !== data.issueDate) {
    return `${here}, of ${before.issue_date} and for another payer. A further version may correct the payer or the date, not both.`
  }
  return null
}
