/** The sample's customers. Nobody real: numbers nobody can have, and addresses under `.example`. */
import type { CustomerInput } from "../../domain/customers/index.ts"
import type { Random } from "./random.ts"

export interface SampleCustomer {
  /** What the customer is called here, to be named by others. */
  key: string
  input: CustomerInput
  /** Who pays what is delivered to this customer, by its key. */
  paidBy?: string
  /** Percent off parts and labour, agreed with those who come often. */
  discount: number
  termsDays: number
  currency: "DKK" | "EUR"
  /** How many vehicles they come with. */
  vehicles: number
}

type Company = readonly [name: string, contact: string, street: string, town: Town, vehicles: number]
type Town = readonly [postalCode: string, city: string]

const towns = {
  aarhusC: ["8000", "Aarhus C"],
  aarhusN: ["8200", "Aarhus N"],
  aarhusV: ["8210", "Aarhus V"],
  risskov: ["8240", "Risskov"],
  viby: ["8260", "Viby J"],
  hoejbjerg: ["8270", "Højbjerg"],
  brabrand: ["8220", "Brabrand"],
  lystrup: ["8520", "Lystrup"],
  randers: ["8900", "Randers C"],
  silkeborg: ["8600", "Silkeborg"],
  skanderborg: ["8660", "Skanderborg"],
  odder: ["8300", "Odder"],
} as const satisfies Record<string, Town>

const companies: readonly Company[] = [
  ["Havnens Kørsel ApS", "Jens Holm", "Kystvejen 17", towns.aarhusC, 4],
  ["Brødrene Mørk Byg A/S", "Lars Mørk", "Søren Nymarks Vej 8", towns.hoejbjerg, 3],
  ["Risskov Rengøring ApS", "Hanne Bach", "Lystrupvej 62", towns.risskov, 2],
  ["Aarhus El & Teknik ApS", "Torben Juhl", "Sintrupvej 21", towns.brabrand, 3],
  ["Grønt & Godt I/S", "Signe Krogh", "Viborgvej 159", towns.aarhusV, 1],
  ["Bageriet Skovbrynet ApS", "Karen Dahl", "Silkeborgvej 244", towns.aarhusV, 1],
  ["VVS Østergaard A/S", "Ole Østergaard", "Axel Kiers Vej 11", towns.hoejbjerg, 3],
  ["Midtjysk Tagdækning ApS", "Brian Toft", "Bergsøesvej 6", towns.viby, 2],
  ["Tandlægerne Åparken", "Mie Friis", "Åboulevarden 31", towns.aarhusC, 1],
  ["Lystrup Dyreklinik ApS", "Anne Lund Berg", "Sønderskovvej 5", towns.lystrup, 1],
  ["Fjord Catering ApS", "Rasmus Fjord", "Havnegade 12", towns.randers, 2],
  ["Arkitekterne Rum & Lys ApS", "Line Skov", "Mejlgade 45", towns.aarhusC, 1],
  ["Jysk Hjemmepleje ApS", "Dorthe Vang", "Grenåvej 411", towns.risskov, 4],
  ["Silkeborg Glas & Facade A/S", "Claus Winther", "Nørreskov Bakke 14", towns.silkeborg, 2],
  ["Blomsterhuset Viola", "Pia Holst", "Frederiks Allé 70", towns.aarhusC, 1],
  ["Odder Maskinudlejning A/S", "Finn Ravn", "Energivej 3", towns.odder, 2],
]

const leasing: readonly Company[] = [
  ["Leasing Nord A/S", "Fakturaafdelingen", "Finlandsgade 10", towns.aarhusN, 0],
  ["Dansk Flådeleasing A/S", "Kreditorbogholderiet", "Marselis Boulevard 1", towns.aarhusC, 0],
  ["Bilaftalen Erhverv A/S", "Kreditorer", "Kolding Landevej 20", ["7000", "Fredericia"], 0],
]

const drivers: readonly (readonly [name: string, street: string, town: Town, paidBy: number])[] = [
  ["Kommunikationsbureauet Klar ApS", "Vesterbrogade 9", towns.aarhusC, 0],
  ["Nordlys Consulting ApS", "Inge Lehmanns Gade 10", towns.aarhusC, 0],
  ["Trævarefabrikken Birk A/S", "Randersvej 380", towns.lystrup, 1],
  ["Salgshuset Møller ApS", "Ryttermarksvej 2", towns.skanderborg, 2],
]

const persons: readonly (readonly [name: string, street: string, town: Town])[] = [
  ["Anna Holm", "Ingerslevs Boulevard 22", towns.aarhusC],
  ["Peter Møller Sørensen", "Vestre Ringgade 108", towns.aarhusN],
  ["Kirsten Højgaard", "Rosenvænget 7", towns.risskov],
  ["Mads Ejlersen", "Skanderborgvej 91", towns.viby],
  ["Birgit og Knud Aagaard", "Elmevej 14", towns.odder],
  ["Søren Bisgaard", "Åvej 3", towns.brabrand],
  ["Camilla Thorup", "Jægergårdsgade 58", towns.aarhusC],
  ["Henrik Østerby", "Oddervej 201", towns.hoejbjerg],
  ["Fatima Rahimi", "Gudrunsvej 44", towns.brabrand],
  ["Emil Nørskov", "Trøjborgvej 16", towns.aarhusN],
  ["Grethe Villadsen", "Hovedgaden 80", towns.lystrup],
  ["Jonas Ravnsborg", "Borgergade 27", towns.silkeborg],
]

const english: readonly (readonly [name: string, street: string, town: Town])[] = [
  ["Oliver Bennett", "Skovvejen 46", towns.aarhusC],
  ["Priya Nair", "Katrinebjergvej 89", towns.aarhusN],
  ["Daniel Okafor", "Tordenskjoldsgade 30", towns.aarhusN],
]

const foreign: readonly (readonly [
  name: string,
  street: string,
  postalCode: string,
  city: string,
  country: string,
])[] = [
  ["Spedition Elbtor GmbH", "Billhorner Deich 94", "20539", "Hamburg", "DE"],
  ["Göta Frakt AB", "Exportgatan 38", "422 46", "Hisings Backa", "SE"],
]

type Unnumbered = Omit<SampleCustomer, "key">
const inKroner = { discount: 0, currency: "DKK" } as const

/** About 40 customers: companies, leasing firms and those they pay for, private persons, a few abroad. */
export function makeCustomers(random: Random): SampleCustomer[] {
  const all: Unnumbered[] = [
    ...companies.map((company): Unnumbered => {
      const often = company[4] >= 3
      const terms = { discount: often ? 10 : 0, termsDays: often ? 30 : 14, vehicles: company[4] }
      return { ...inKroner, ...terms, input: companyOf(random, company) }
    }),
    ...leasing.map(
      (firm): Unnumbered => ({
        ...inKroner,
        input: companyOf(random, firm),
        termsDays: 30,
        vehicles: 0,
      }),
    ),
    ...drivers.map(
      ([name, street, town, paidBy]): Unnumbered => ({
        ...inKroner,
        input: companyOf(random, [name, "Receptionen", street, town, 2]),
        ...(leasing[paidBy] ? { paidBy: leasing[paidBy][0] } : {}),
        discount: 5,
        termsDays: 30,
        vehicles: 2,
      }),
    ),
    ...[
      ...persons.map((each) => personOf(random, each, "da")),
      ...english.map((each) => personOf(random, each, "en")),
    ].map((input): Unnumbered => ({ ...inKroner, input, termsDays: 8, vehicles: 1 })),
    ...foreign.map(
      (firm): Unnumbered => ({
        input: foreignerOf(firm),
        discount: 0,
        termsDays: 30,
        currency: "EUR",
        vehicles: 1,
      }),
    ),
  ]
  return all.map((customer, index) => ({
    ...customer,
    key: customer.input.name,
    input: { ...customer.input, number: String(1001 + index) },
  }))
}

function companyOf(
  random: Random,
  [name, contact, addressLine1, [postalCode, city]]: Company,
): CustomerInput {
  const companyId = cvrNumber(
    90_000_000 + [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9_000_000, 7),
  )
  const email = `faktura@${domainOf(name)}`
  return {
    kind: "company",
    name,
    companyId,
    vatId: `DK${companyId}`,
    email,
    phone: phoneNumber(random),
    addressLine1,
    postalCode,
    city,
    country: "DK",
    language: "da",
    contact: { name: contact, email, phone: phoneNumber(random) },
  }
}

function personOf(
  random: Random,
  [name, addressLine1, [postalCode, city]]: readonly [string, string, Town],
  language: "da" | "en",
): CustomerInput {
  const email = `${domainOf(name).replace(".example", "")}@post.example`
  const phone = phoneNumber(random)
  return { kind: "person", name, email, phone, addressLine1, postalCode, city, country: "DK", language }
}

function foreignerOf([
  name,
  addressLine1,
  postalCode,
  city,
  country,
]: (typeof foreign)[number]): CustomerInput {
  return {
    kind: "company",
    name,
    vatId: country === "DE" ? "DE999999999" : "SE999999999901",
    email: `invoices@${domainOf(name)}`,
    addressLine1,
    postalCode,
    city,
    country,
    language: "en",
  }
}

/** No Danish subscriber's number begins with 1. */
function phoneNumber(random: Random): string {
  return `+45 12 00 ${two(random.whole(0, 99))} ${two(random.whole(0, 99))}`
}

const plainLetters: Record<string, string> = { æ: "ae", ø: "oe", å: "aa", ö: "o" }

function domainOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/ (aps|a\/s|i\/s|gmbh|ab)$/, "")
    .replace(/[æøåö]/g, (letter) => plainLetters[letter] ?? "")
    .replace(/ og /g, "-")
    .replace(/[^a-z]+/g, "-")
  return `${plain}.example`
}

/** The first CVR number from `from` on whose last digit checks the others (modulus 11). */
export function cvrNumber(from: number): string {
  for (let number = from; ; number += 1) {
    const digits = String(number)
    const sum = [2, 7, 6, 5, 4, 3, 2, 1].reduce((total, weight, at) => total + weight * Number(digits[at]), 0)
    if (sum % 11 === 0) return digits
  }
}

function two(number: number): string {
  return String(number).padStart(2, "0")
}
