/** A document as it is read, around content from `sample-documents.ts`; nothing paid unless told. */
import type { DocumentData, DocumentDetail } from "../src/domain/documents/index.ts"

export function detailOf(data: DocumentData, told: Partial<DocumentDetail> = {}): DocumentDetail {
  const sign = data.kind === "credit_note" ? -1n : 1n
  const isBooked = data.kind === "invoice" || data.kind === "credit_note"
  return {
    id: "01990000-0000-7000-8000-000000000001",
    kind: data.kind,
    number: data.number,
    state: "issued",
    issueDate: data.issueDate,
    dueDate: data.dueDate ?? null,
    validUntil: data.validUntil ?? null,
    currency: data.currency,
    total: data.totals.withVat,
    payable: data.totals.payable,
    balance: isBooked ? sign * data.totals.payable : 0n,
    credited: 0n,
    writtenOff: 0n,
    refunded: 0n,
    isBeingPaid: false,
    title: data.lines[0]?.name ?? "",
    registration: data.vehicle?.registration ?? null,
    orderReference: data.references.order ?? null,
    customerId: "01990000-0000-7000-8000-0000000000c1",
    billToId: "01990000-0000-7000-8000-0000000000c2",
    version: 1,
    isOwn: true,
    data,
    issuedAt: new Date("2026-11-13T09:00:00Z"),
    files: [],
    related: [],
    ...told,
  }
}
