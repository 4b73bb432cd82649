/** For tests: a small UBL document of a car workshop, to be changed piece by piece. */

const components = "urn:oasis:names:specification:ubl:schema:xsd:Common"
const namespaces = `xmlns:cac="${components}AggregateComponents-2" xmlns:cbc="${components}BasicComponents-2"`

export const vat25 =
  "<cbc:ID>S</cbc:ID><cbc:Percent>25</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"

export function party(name: string, inside = ""): string {
  return `<cac:Party>${inside}<cac:PartyLegalEntity><cbc:RegistrationName>${name}</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party>`
}

export function line(inside = "", id = "1"): string {
  return `<cac:InvoiceLine><cbc:ID>${id}</cbc:ID><cbc:InvoicedQuantity unitCode="HUR">2</cbc:InvoicedQuantity>
    <cbc:LineExtensionAmount currencyID="DKK">1000.00</cbc:LineExtensionAmount>
    <cac:Item><cbc:Name>Bremser</cbc:Name><cac:ClassifiedTaxCategory>${vat25}</cac:ClassifiedTaxCategory>${inside}</cac:Item>
    <cac:Price><cbc:PriceAmount currencyID="DKK">500</cbc:PriceAmount></cac:Price></cac:InvoiceLine>`
}

const parts = {
  head: `<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>
<cbc:ID>F-1001</cbc:ID>
<cbc:IssueDate>2026-11-21</cbc:IssueDate>
<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
<cbc:DocumentCurrencyCode>DKK</cbc:DocumentCurrencyCode>`,
  supporting: "",
  seller: `<cac:AccountingSupplierParty>${party("Nordvik Auto A/S")}</cac:AccountingSupplierParty>`,
  customer: `<cac:AccountingCustomerParty>${party("Anna Holm")}</cac:AccountingCustomerParty>`,
  payment: "",
  tax: `<cac:TaxTotal><cbc:TaxAmount currencyID="DKK">250.00</cbc:TaxAmount><cac:TaxSubtotal>
    <cbc:TaxableAmount currencyID="DKK">1000.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="DKK">250.00</cbc:TaxAmount>
    <cac:TaxCategory>${vat25}</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>`,
  monetary: `<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="DKK">1000.00</cbc:LineExtensionAmount>
    <cbc:TaxExclusiveAmount currencyID="DKK">1000.00</cbc:TaxExclusiveAmount>
    <cbc:TaxInclusiveAmount currencyID="DKK">1250.00</cbc:TaxInclusiveAmount>
    <cbc:PayableAmount currencyID="DKK">1250.00</cbc:PayableAmount></cac:LegalMonetaryTotal>`,
  lines: line(),
}

/** A right invoice with some of its parts replaced. */
export function invoiceXml(changes: Partial<typeof parts> = {}): string {
  return documentXml("Invoice", Object.values({ ...parts, ...changes }).join("\n"))
}

export function documentXml(name: string, inside: string, declaration = '<?xml version="1.0"?>\n'): string {
  return `${declaration}<${name} xmlns="urn:oasis:names:specification:ubl:schema:xsd:${name}-2" ${namespaces}>
${inside}
</${name}>`
}

export function bytesOf(xml: string): Uint8Array {
  return new TextEncoder().encode(xml)
}
