import { z } from "zod"
import { isGln } from "./identifiers.ts"
import { type RowReader, readRow } from "./row-reader.ts"
import { type ColumnWords, type CsvFile, type CsvRow, readTable } from "./table.ts"

const text = (most: number) => z.string().min(1).max(most)

/** A customer as a CSV file tells of one. */
export const customerRowSchema = z.object({
  /** The business's own number of the customer. */
  number: text(60).optional(),
  name: text(300),
  kind: z.enum(["company", "person"]),
  /** CVR number: eight digits in Denmark, anything elsewhere. */
  companyId: text(60).optional(),
  gln: z.string().refine(isGln, "is not a GLN: 13 digits of which the last checks the others").optional(),
  vatId: text(60).optional(),
  email: z.email("is not an e-mail address").max(254).optional(),
  phone: text(60).optional(),
  address: z
    .object({
      line1: text(300).optional(),
      line2: text(300).optional(),
      postalCode: text(40).optional(),
      city: text(200).optional(),
      country: z
        .string()
        .regex(/^[A-Z]{2}$/, "is not a country code such as DK")
        .optional(),
    })
    .optional(),
  language: z.enum(["da", "en"]).optional(),
  contactName: text(200).optional(),
})
export type CustomerRow = z.output<typeof customerRowSchema>

const words = {
  number: [
    "customer number",
    "number",
    "customer no",
    "customer id",
    "kundenummer",
    "kundenr",
    "nummer",
    "nr",
  ],
  name: ["name", "customer name", "customer", "company", "navn", "kundenavn", "kunde", "firma", "firmanavn"],
  kind: ["kind", "type", "customer type", "kundetype", "art"],
  companyId: ["CVR", "CVR number", "company id", "company number", "CVR-nummer", "CVR-nr", "cvrnummer"],
  gln: ["GLN", "EAN", "GLN number", "EAN number", "EAN-nummer", "EAN-nr", "GLN-nummer"],
  vatId: ["VAT id", "VAT number", "VAT no", "momsnummer", "SE-nummer"],
  email: ["e-mail", "email", "mail", "e-mailadresse", "e-post"],
  phone: ["phone", "telephone", "mobile", "telefon", "telefonnummer", "tlf", "mobil"],
  line1: ["address", "address 1", "street", "adresse", "adresse 1", "vej"],
  line2: ["address 2", "adresse 2", "c/o", "stednavn"],
  postalCode: ["postal code", "postcode", "zip", "postnummer", "postnr"],
  city: ["city", "town", "by", "bynavn"],
  country: ["country", "country code", "land", "landekode"],
  language: ["language", "sprog"],
  contactName: ["contact", "contact name", "contact person", "kontakt", "kontaktperson", "att"],
} as const satisfies ColumnWords<string>
type Field = keyof typeof words

const kinds = {
  company: "company",
  business: "company",
  firma: "company",
  virksomhed: "company",
  erhverv: "company",
  person: "person",
  private: "person",
  privat: "person",
} as const
const languages = { da: "da", dansk: "da", danish: "da", en: "en", engelsk: "en", english: "en" } as const
const countries: Record<string, string> = {
  danmark: "DK",
  denmark: "DK",
  sverige: "SE",
  sweden: "SE",
  norge: "NO",
  norway: "NO",
  tyskland: "DE",
  germany: "DE",
}
const fieldByPath: Record<string, Field> = { "address.line1": "line1", "address.line2": "line2" }

/**
 * Reads customers, one a row. Headers in Danish or English; only the name is required. A row with anything
 * wrong is not read, and its problems name row and column. Throws `CsvFileError` when the file is no such list.
 */
export function readCustomersCsv(bytes: Uint8Array): CsvFile<CustomerRow> {
  const table = readTable<Field>(bytes, words, ["name"])
  const rowByNumber = new Map<string, number>()
  const rows = table.rows.map((each): CsvRow<CustomerRow> => {
    const reader = readRow(table, each, ",")
    const customer = readCustomer(reader)
    const earlier = customer?.number === undefined ? undefined : rowByNumber.get(customer.number)
    if (earlier !== undefined) reader.refuse("number", `stands in row ${earlier} already`)
    else if (customer?.number !== undefined) rowByNumber.set(customer.number, each.row)
    const { row, problems } = reader
    return customer && problems.length === 0 ? { row, data: customer } : { row, problems }
  })
  return { rows, ignoredColumns: table.ignoredColumns }
}

function readCustomer(reader: RowReader<Field>): CustomerRow | undefined {
  const name = reader.required("name")
  const address = readAddress(reader)
  const companyId = readCompanyId(reader, address?.country)
  const gln = reader.text("gln")?.replace(/\s/g, "")
  const vatId = reader.text("vatId")
  const stated = reader.choice("kind", kinds)
  const isCompany = companyId !== undefined || gln !== undefined || vatId !== undefined
  const checked = customerRowSchema.safeParse({
    number: reader.text("number"),
    name,
    kind: stated ?? (isCompany ? "company" : "person"),
    companyId,
    gln,
    vatId,
    email: reader.text("email"),
    phone: reader.text("phone"),
    address,
    language: reader.choice("language", languages),
    contactName: reader.text("contactName"),
  })
  if (checked.success) return checked.data
  for (const issue of checked.error.issues) {
    const path = issue.path.join(".")
    const field = fieldByPath[path] ?? (issue.path.at(-1) as Field)
    if (name !== undefined || field !== "name") reader.refuse(field, issue.message)
  }
  return undefined
}

function readAddress(reader: RowReader<Field>) {
  const stated = reader.text("country")
  const country = stated && (countries[stated.toLowerCase()] ?? stated.toUpperCase())
  const address = {
    line1: reader.text("line1"),
    line2: reader.text("line2"),
    postalCode: reader.text("postalCode"),
    city: reader.text("city"),
    country,
  }
  return Object.values(address).some((each) => each !== undefined) ? address : undefined
}

function readCompanyId(reader: RowReader<Field>, country = "DK"): string | undefined {
  const stated = reader.text("companyId")
  if (stated === undefined || country !== "DK") return stated
  const digits = stated.replace(/^DK/i, "").replace(/[\s.-]/g, "")
  return /^\d{8}$/.test(digits) ? digits : reader.refuse("companyId", "is not a CVR number of eight digits")
}
