import {
  checkTotals,
  type DocumentData,
  type DocumentKind,
  documentSchema,
  type Remark,
} from "../../documents/index.ts"
import { readAllowanceCharges } from "./allowances.ts"
import { type EmbeddedFile, readAttachments } from "./attachments.ts"
import { decodeXml } from "./decode.ts"
import { findDelivery } from "./delivery.ts"
import { findFirst, findProses, findText, getText, passOver } from "./element.ts"
import { lineElements, readLine, type UblKind } from "./lines.ts"
import { readParty, readRole } from "./parties.ts"
import { findDueDate, findPaymentTerms, readPaymentMeans } from "./payment.ts"
import { propertyOf, readReferences, supportingDocuments } from "./references.ts"
import { findVatAccounting, readTotals } from "./totals.ts"
import { unreadPaths } from "./unread.ts"
import { type Dialect, findDate, findPeriod, getCurrency, present } from "./values.ts"
import { findVehicleAndDealer, isVehicleOrDealerProperty } from "./vehicle.ts"
import { parseXml, refuse, type XmlElement } from "./xml-tree.ts"

export interface UblDocument {
  data: DocumentData
  /** The bytes of what came with it, by their position in `data.attachments`. */
  attachments: EmbeddedFile[]
  /** Where its own amounts do not fit together, and attachments that were not kept. */
  remarks: Remark[]
  /** Paths of what the file says and the document has no place for. */
  unread: string[]
}

const rootSpace = "urn:oasis:names:specification:ubl:schema:xsd:"
const kinds: Record<UblKind, DocumentKind> = { Invoice: "invoice", CreditNote: "credit_note", Order: "order" }
/** Type codes of UNTDID 1001 that mean the opposite of the element they would stand in (BR-CL-01). */
const creditCodes = ["81", "83", "261", "262", "296", "308", "381", "396"]

/**
 * Reads a UBL 2.1 Invoice, CreditNote or Order, as Peppol BIS Billing 3, Peppol Ordering 3 and OIOUBL 2
 * write them. Amounts are taken as stated and never corrected. Throws `UblError` with line, column and
 * reason for anything that is not one complete document of these kinds.
 */
export function readUbl(bytes: Uint8Array): UblDocument {
  const root = parseXml(decodeXml(bytes), expectUbl)
  const kind = root.name as UblKind
  const dialect: Dialect = {
    currency: getCurrency(root, "DocumentCurrencyCode"),
    isOioubl: findText(root, "CustomizationID")?.startsWith("OIOUBL-2") ?? false,
  }
  passOver(root, "UBLVersionID", "ProfileID", "ProfileExecutionID", "UUID", "IssueTime", "LineCountNumeric")
  const lines = lineElements(root, kind)
  const supporting = sortSupporting(root)
  const files = readAttachments(supporting.attachments, dialect.currency)
  const head = readHead(root, kind, dialect)
  const content = {
    lines: lines.map((each) => readLine(each, kind, dialect)),
    allowanceCharges: readAllowanceCharges(root, dialect),
  }
  const data: DocumentData = present({
    ...head,
    ...content,
    ...readTotals(root, kind, content, dialect),
    ...findVehicleAndDealer(supporting.properties, { ...head, ...content }),
    attachments: files.attachments,
  })
  expectDocument(data, root, lines)
  return {
    data,
    attachments: files.files,
    remarks: [...checkTotals(data), ...files.remarks],
    unread: unreadPaths(root),
  }
}

function expectUbl(root: XmlElement): void {
  const isOurs = Object.hasOwn(kinds, root.name)
  if (isOurs && root.uri === `${rootSpace}${root.name}-2`) return
  if (!root.uri.startsWith(rootSpace)) refuse(root, "This is not a UBL document.")
  if (isOurs) refuse(root, "This is not UBL 2.")
  refuse(root, `This is a UBL ${root.name}; only Invoice, CreditNote and Order are read.`)
}

function readHead(root: XmlElement, kind: UblKind, dialect: Dialect) {
  const roles = findRoles(root)
  return {
    kind: kinds[kind],
    number: getText(root, "ID"),
    typeCode: findTypeCode(root, kind),
    issueDate: findDate(root, "IssueDate") ?? refuse(root, `${root.name} has no IssueDate.`),
    dueDate: findDueDate(root),
    validUntil: findDate(findFirst(root, "ValidityPeriod"), "EndDate"),
    taxPointDate: findDate(root, "TaxPointDate"),
    taxPointCode: findText(findFirst(root, "InvoicePeriod"), "DescriptionCode"),
    period: findPeriod(findFirst(root, "InvoicePeriod")),
    currency: dialect.currency,
    vatAccounting: findVatAccounting(root, dialect.currency),
    notes: findProses(root, "Note"),
    references: readReferences(root, roles.customer),
    ...readParties(root, roles),
    delivery: findDelivery(root),
    paymentMeans: readPaymentMeans(root),
    paymentTerms: findPaymentTerms(root),
  }
}

/** Who receives the goods and who owes for them, as far as the file tells them apart. */
function findRoles(root: XmlElement) {
  const buyer = findFirst(root, "BuyerCustomerParty")
  const accounting = findFirst(root, "AccountingCustomerParty")
  const seller = findFirst(root, root.name === "Order" ? "SellerSupplierParty" : "AccountingSupplierParty")
  return {
    seller: seller ?? refuse(root, "The document has no seller."),
    customer: buyer ?? accounting ?? refuse(root, "The document has no customer."),
    billTo: buyer && accounting,
  }
}

function readParties(root: XmlElement, roles: ReturnType<typeof findRoles>) {
  const customer = readRole(roles.customer)
  const billTo = roles.billTo && readRole(roles.billTo)
  const optional = (name: string) => {
    const party = findFirst(root, name)
    return party && readParty(party)
  }
  const originator = findFirst(root, "OriginatorCustomerParty")
  return {
    seller: readRole(roles.seller),
    customer,
    billTo: JSON.stringify(billTo) === JSON.stringify(customer) ? undefined : billTo,
    originator: originator && readRole(originator),
    payee: optional("PayeeParty"),
    taxRepresentative: optional("TaxRepresentativeParty"),
  }
}

function findTypeCode(root: XmlElement, kind: UblKind): string | undefined {
  const code = findText(root, `${kind}TypeCode`)
  const isCredit = code !== undefined && creditCodes.includes(code)
  if ((kind === "Invoice" && isCredit) || (kind === "CreditNote" && code === "380")) {
    return refuse(root, `The document is a ${kind}, but its type code ${code} says the opposite.`)
  }
  return code
}

/** References without a file that name a property of the vehicle or dealer are not attachments. */
function sortSupporting(root: XmlElement) {
  const attachments: XmlElement[] = []
  const properties: { name: string; value: string }[] = []
  for (const each of supportingDocuments(root)) {
    const property = propertyOf(each)
    if (property && isVehicleOrDealerProperty(property.name)) properties.push(property)
    else attachments.push(each)
  }
  return { attachments, properties }
}

/** Refuses what no document may hold, such as a name of ten thousand characters. */
function expectDocument(data: DocumentData, root: XmlElement, lines: XmlElement[]): void {
  const checked = documentSchema.safeEncode(data)
  const issue = checked.error?.issues[0]
  if (issue === undefined) return
  const [first, second] = issue.path
  const element = first === "lines" && typeof second === "number" ? lines[second] : undefined
  refuse(element ?? root, `${issue.path.join(".") || "The document"} is not accepted: ${issue.message}.`)
}
