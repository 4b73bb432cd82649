import { describe, expect, test } from "vitest"
import { readUbl } from "./index.ts"
import { bytesOf, invoiceXml, line, party, vat25 } from "./sample.fixture.ts"

describe("OIOUBL", () => {
  const oioubl = invoiceXml({
    head: `<cbc:UBLVersionID>2.0</cbc:UBLVersionID><cbc:CustomizationID>OIOUBL-2.02</cbc:CustomizationID>
      <cbc:ID>A00095678</cbc:ID><cbc:IssueDate>2026-11-21</cbc:IssueDate><cbc:DocumentCurrencyCode>DKK</cbc:DocumentCurrencyCode>`,
    seller: `<cac:AccountingSupplierParty>${party(
      "Nordvik Auto A/S",
      `<cbc:EndpointID schemeID="DK:CVR">DK16356706</cbc:EndpointID>
       <cac:PostalAddress><cbc:AddressFormatCode>StructuredDK</cbc:AddressFormatCode><cbc:StreetName>Fredericiavej</cbc:StreetName><cbc:BuildingNumber>10</cbc:BuildingNumber></cac:PostalAddress>
       <cac:PartyTaxScheme><cbc:CompanyID schemeID="DK:SE">DK16356706</cbc:CompanyID><cac:TaxScheme><cbc:ID>63</cbc:ID><cbc:Name>Moms</cbc:Name></cac:TaxScheme></cac:PartyTaxScheme>`,
    )}</cac:AccountingSupplierParty>`,
    customer: `<cac:AccountingCustomerParty><cbc:SupplierAssignedAccountID>4711</cbc:SupplierAssignedAccountID>${party(
      "Hjørring Kommune",
      '<cbc:EndpointID schemeID="GLN">5798009811578</cbc:EndpointID><cac:Contact><cbc:ID>7778</cbc:ID><cbc:Name>Hans Hansen</cbc:Name></cac:Contact>',
    )}</cac:AccountingCustomerParty>`,
    payment: `<cac:PaymentMeans><cbc:ID>1</cbc:ID><cbc:PaymentMeansCode>93</cbc:PaymentMeansCode><cbc:PaymentDueDate>2026-12-05</cbc:PaymentDueDate>
      <cbc:PaymentChannelCode>DK:FIK</cbc:PaymentChannelCode><cbc:InstructionID>000000000010017</cbc:InstructionID><cbc:PaymentID>71</cbc:PaymentID>
      <cac:CreditAccount><cbc:AccountID>88888888</cbc:AccountID></cac:CreditAccount></cac:PaymentMeans>
      <cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:MultiplierFactorNumeric>0.1</cbc:MultiplierFactorNumeric><cbc:Amount currencyID="DKK">100</cbc:Amount><cbc:BaseAmount currencyID="DKK">1000</cbc:BaseAmount>
        <cac:TaxCategory><cbc:ID>StandardRated</cbc:ID><cbc:Percent>25</cbc:Percent></cac:TaxCategory></cac:AllowanceCharge>`,
    tax: `<cac:TaxTotal><cbc:TaxAmount currencyID="DKK">225</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="DKK">900</cbc:TaxableAmount><cbc:TaxAmount currencyID="DKK">225</cbc:TaxAmount>
      <cac:TaxCategory><cbc:ID>StandardRated</cbc:ID><cbc:Percent>25</cbc:Percent><cac:TaxScheme><cbc:ID>63</cbc:ID><cbc:Name>Moms</cbc:Name></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>`,
    monetary: `<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="DKK">1000</cbc:LineExtensionAmount><cbc:TaxExclusiveAmount currencyID="DKK">225</cbc:TaxExclusiveAmount>
      <cbc:TaxInclusiveAmount currencyID="DKK">1125</cbc:TaxInclusiveAmount><cbc:AllowanceTotalAmount currencyID="DKK">100</cbc:AllowanceTotalAmount><cbc:PayableAmount currencyID="DKK">1125</cbc:PayableAmount></cac:LegalMonetaryTotal>`,
    lines: line()
      .replace(`<cac:ClassifiedTaxCategory>${vat25}</cac:ClassifiedTaxCategory>`, "")
      .replace(
        "<cac:Item>",
        '<cac:TaxTotal><cbc:TaxAmount currencyID="DKK">250</cbc:TaxAmount><cac:TaxSubtotal><cbc:TaxableAmount currencyID="DKK">1000</cbc:TaxableAmount><cbc:TaxAmount currencyID="DKK">250</cbc:TaxAmount><cac:TaxCategory><cbc:ID>StandardRated</cbc:ID><cbc:Percent>25</cbc:Percent><cac:TaxScheme><cbc:ID>63</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal><cac:Item>',
      ),
  })

  test("reads as the same document in Peppol's words", () => {
    const { data, remarks, unread } = readUbl(bytesOf(oioubl))
    expect(data.seller).toMatchObject({
      endpoint: { scheme: "0184", value: "16356706" },
      vatId: "DK16356706",
      address: { line1: "Fredericiavej 10" },
    })
    expect(data.customer.endpoint).toEqual({ scheme: "0088", value: "5798009811578" })
    expect(data.customer.identifiers).toEqual([{ scheme: "SupplierAssignedAccountID", value: "4711" }])
    expect(data.references.buyer).toBe("7778")
    expect(data.dueDate).toBe("2026-12-05")
    expect(data.paymentMeans).toEqual([{ code: "93", paymentId: "71#000000000010017", account: "88888888" }])
    expect(data.lines[0]?.vat).toEqual({ category: "S", rate: "25" })
    expect(data.allowanceCharges[0]?.percent).toBe("10")
    expect(data.totals).toMatchObject({
      withoutVat: 90_000n,
      vat: 22_500n,
      withVat: 112_500n,
      discount: 10_000n,
    })
    expect(remarks).toEqual([])
    expect(unread).toEqual([])
  })
})
