/** The workshop NORD Auto and two of those it deals with. The numbers are made up. */
import type { StoredDocument } from "../src/domain/documents/document-data.ts"
import type { Branding } from "../src/domain/documents/pdf/branding.ts"

export const nordAuto: Branding = {
  name: "NORD Auto",
  accent: "#0b5b45",
  addressLines: ["Skovvejen 12", "8000 Aarhus C"],
  phone: "+45 86 12 34 56",
  email: "faktura@nordauto.dk",
  website: "nordauto.dk",
  bank: {
    name: "Nordea",
    registrationNumber: "7040",
    account: "0001234567",
    iban: "DK50 0040 0440 1162 43",
    bic: "NDEADKKK",
  },
}

export const seller: StoredDocument["seller"] = {
  name: "NORD Auto A/S",
  companyId: { scheme: "0184", value: "29403473" },
  vatId: "DK29403473",
  endpoint: { scheme: "0184", value: "DK29403473" },
  address: { line1: "Skovvejen 12", postalCode: "8000", city: "Aarhus C", country: "DK" },
  contact: { name: "Mette Lund", phone: "+45 86 12 34 56", email: "faktura@nordauto.dk" },
}

export const customer: StoredDocument["customer"] = {
  name: "Havnens Kørsel ApS",
  companyId: { scheme: "0184", value: "88776655" },
  vatId: "DK88776655",
  endpoint: { scheme: "0184", value: "DK88776655" },
  address: { line1: "Kystvejen 17", postalCode: "8000", city: "Aarhus C", country: "DK" },
  contact: { name: "Jens Holm" },
}

export const billTo: StoredDocument["billTo"] = {
  name: "Leasing Nord A/S",
  companyId: { scheme: "0184", value: "12345678" },
  vatId: "DK12345678",
  endpoint: { scheme: "0088", value: "5790000436057" },
  address: { line1: "Havnegade 39", postalCode: "1058", city: "København K", country: "DK" },
}
