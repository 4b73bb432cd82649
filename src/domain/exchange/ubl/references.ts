import type { DocumentData } from "../../documents/index.ts"
import { identifierOf } from "./codes.ts"
import { children, findAt, findBasic, findFirst, findProse, findText, getText, passOver } from "./element.ts"
import { findDate, present } from "./values.ts"
import type { XmlElement } from "./xml-tree.ts"

type References = DocumentData["references"]

/** Everything the document refers to but the files that came with it. */
export function readReferences(root: XmlElement, customerRole: XmlElement): References {
  const idOf = (name: string) => findText(findFirst(root, name), "ID")
  const order = findFirst(root, "OrderReference")
  const salesOrder = findText(order, "SalesOrderID") ?? findText(root, "SalesOrderID")
  const orderNumber = findText(order, "ID")
  return present({
    buyer:
      findText(root, "BuyerReference") ??
      findText(root, "CustomerReference") ??
      // OIOUBL names the person who ordered by a number of the contact.
      findText(findAt(customerRole, "Party", "Contact"), "ID"),
    // Peppol wants an order number beside a sales order number and lets "NA" stand for none.
    order: orderNumber === "NA" && salesOrder !== undefined ? undefined : orderNumber,
    salesOrder,
    contract: idOf("ContractDocumentReference") ?? idOf("Contract"),
    project: idOf("ProjectReference") ?? findText(findByTypeCode(root, "50"), "ID"),
    tender: root.name === "Order" ? undefined : idOf("OriginatorDocumentReference"),
    originator: root.name === "Order" ? idOf("OriginatorDocumentReference") : undefined,
    previousOrder: idOf("OrderDocumentReference"),
    catalogue: idOf("CatalogueReference"),
    despatch: idOf("DespatchDocumentReference"),
    receipt: idOf("ReceiptDocumentReference"),
    object: identifierOf(findBasic(findByTypeCode(root, "130"), "ID")),
    accountingCost: findText(root, "AccountingCost") ?? findText(root, "AccountingCostCode"),
    quote: idOf("QuotationDocumentReference"),
    precedingInvoices: children(root, "BillingReference").flatMap(precedingOf),
  })
}

/** The references that are files or addresses (BG-24), or properties without a file. */
export function supportingDocuments(root: XmlElement): XmlElement[] {
  const taken = [findByTypeCode(root, "130"), root.name === "CreditNote" && findByTypeCode(root, "50")]
  return children(root, "AdditionalDocumentReference").filter((each) => !taken.includes(each))
}

/** A document's number and what it is said to be: for the vehicle, where nothing is attached. */
export function propertyOf(reference: XmlElement): { name: string; value: string } | undefined {
  if (findFirst(reference, "Attachment")) return undefined
  const name = findProse(reference, "DocumentDescription") ?? findText(reference, "DocumentType")
  return name === undefined ? undefined : { name, value: getText(reference, "ID") }
}

function precedingOf(billing: XmlElement): References["precedingInvoices"] {
  const names = [
    "InvoiceDocumentReference",
    "SelfBilledInvoiceDocumentReference",
    "CreditNoteDocumentReference",
  ]
  return names.flatMap((name) => {
    const reference = findFirst(billing, name)
    if (reference === undefined) return []
    return [present({ number: getText(reference, "ID"), date: findDate(reference, "IssueDate") })]
  })
}

/** Document type codes of UNTDID 1001: 130 is the invoiced object, 50 a project in a credit note. */
function findByTypeCode(root: XmlElement, code: string): XmlElement | undefined {
  if (code === "50" && root.name !== "CreditNote") return undefined
  const found = children(root, "AdditionalDocumentReference").find((reference) =>
    reference.children.some((each) => each.name === "DocumentTypeCode" && each.text.trim() === code),
  )
  passOver(found, "DocumentTypeCode")
  return found
}
