import type { DocumentData } from "../document-data.ts"
import { basic, group } from "./xml.ts"

/** A file that came with the document, by its place in `data.attachments`. */
export type AttachedFiles = readonly (Uint8Array | undefined)[]

/** Kinds of files EN 16931 lets travel inside (BR-CL-24). */
const mediaTypes = [
  "application/pdf",
  "image/png",
  "image/jpeg",
  "text/csv",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.oasis.opendocument.spreadsheet",
]

/** Everything the document points to, in the order in which invoice and credit note have it, which is not the same. */
export function referenceElements(data: DocumentData, files: AttachedFiles): string {
  const { references } = data
  const reference = (name: string, id: string | undefined) => group(name, basic("ID", id))
  const tender = reference("OriginatorDocumentReference", references.tender)
  const contract = reference("ContractDocumentReference", references.contract)
  const additional = additionalReferences(data, files)
  return [
    orderReference(references),
    ...references.precedingInvoices.map((invoice) =>
      group(
        "BillingReference",
        group("InvoiceDocumentReference", basic("ID", invoice.number), basic("IssueDate", invoice.date)),
      ),
    ),
    reference("DespatchDocumentReference", references.despatch),
    reference("ReceiptDocumentReference", references.receipt),
    ...(data.kind === "credit_note"
      ? [contract, additional, projectOfCreditNote(references.project), tender]
      : [tender, contract, additional, reference("ProjectReference", references.project)]),
  ].join("")
}

/** A sales order number may not stand without an order number; then that is "NA" (Peppol BIS, 6.3). */
function orderReference({ order, salesOrder }: DocumentData["references"]): string {
  return group(
    "OrderReference",
    basic("ID", order ?? (salesOrder ? "NA" : undefined)),
    basic("SalesOrderID", salesOrder),
  )
}

/** A credit note has no element for its project; there it is a reference of type 50. */
function projectOfCreditNote(project: string | undefined): string {
  if (project === undefined) return ""
  return group("AdditionalDocumentReference", basic("ID", project), basic("DocumentTypeCode", "50"))
}

function additionalReferences(data: DocumentData, files: AttachedFiles): string {
  const { object } = data.references
  const invoiced =
    object &&
    group(
      "AdditionalDocumentReference",
      basic("ID", object.value, { schemeID: object.scheme }),
      basic("DocumentTypeCode", "130"),
    )
  return [invoiced, ...statements(data), ...attachments(data, files)].join("")
}

/** UBL has no place for vehicle and dealer; a reference with a description says what its number is. */
function statements({ vehicle, dealer }: DocumentData): string[] {
  const odometer = vehicle?.odometerKm
  const said: [string, string | number | undefined][] = [
    ["Registration", vehicle?.registration],
    ["VIN", vehicle?.vin],
    ["Make", vehicle?.make],
    ["Model", vehicle?.model],
    ["Model year", vehicle?.year],
    ["Odometer", odometer === undefined ? undefined : `${odometer} km`],
    ["Branch", dealer?.branch],
    ["Branch address", dealer?.address],
    ["Branch phone", dealer?.phone],
    ["Contact person", dealer?.contactPerson],
  ]
  return said.map(([description, value]) =>
    value === undefined
      ? ""
      : group(
          "AdditionalDocumentReference",
          basic("ID", String(value)),
          basic("DocumentDescription", description),
        ),
  )
}

function attachments(data: DocumentData, files: AttachedFiles): string[] {
  return data.attachments.map((attachment, index) =>
    group(
      "AdditionalDocumentReference",
      basic("ID", attachment.id),
      basic("DocumentDescription", attachment.description),
      group(
        "Attachment",
        embedded(attachment, files[index]),
        group("ExternalReference", basic("URI", attachment.externalUri)),
      ),
    ),
  )
}

function embedded(attachment: DocumentData["attachments"][number], file: Uint8Array | undefined): string {
  const { mediaType, fileName } = attachment
  if (file === undefined || mediaType === undefined || !mediaTypes.includes(mediaType)) return ""
  return basic("EmbeddedDocumentBinaryObject", Buffer.from(file).toString("base64"), {
    mimeCode: mediaType,
    filename: fileName ?? attachment.id,
  })
}
