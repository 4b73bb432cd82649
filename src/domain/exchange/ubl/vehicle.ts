import type { DocumentData, Vehicle } from "../../documents/index.ts"

type Property = { name: string; value: string }
type Dealer = NonNullable<DocumentData["dealer"]>
type Words = Record<string, readonly string[]>

/** Names of properties, without regard to capitals, spaces and punctuation; `docs/import-ubl.md` lists them. */
const vehicleWords = {
  registration: [
    ...["registration", "registrationnumber", "registrationno", "regno", "licenseplate", "licenceplate"],
    ...["numberplate", "registreringsnummer", "registreringsnr", "regnr", "nummerplade"],
  ],
  vin: ["vin", "vinnumber", "chassisnumber", "chassisno", "stelnummer", "stelnr", "chassisnummer"],
  make: ["make", "brand", "mærke", "bilmærke", "fabrikat"],
  model: ["model", "bilmodel"],
  year: ["year", "modelyear", "årgang", "modelår", "år"],
  odometer: [
    "odometer",
    "odometerkm",
    "mileage",
    "kilometerstand",
    "kmstand",
    "kilometertal",
    "kilometer",
    "km",
  ],
} satisfies Words
const dealerWords = {
  branch: ["branch", "dealer", "dealership", "afdeling", "forhandler", "filial"],
  address: ["address", "branchaddress", "dealeraddress", "adresse", "afdelingsadresse", "forhandleradresse"],
  phone: ["phone", "telephone", "branchphone", "dealerphone", "telefon", "telefonnummer", "tlf"],
  contactPerson: ["contactperson", "contact", "kontaktperson", "kontakt"],
} satisfies Words

/** UNTDID 1153 codes by which an invoiced object (BT-18, BT-128) is a vehicle. */
const objectSchemes = new Map([
  ["ABZ", "registration"],
  ["AKG", "vin"],
])

/** Whether a property's name is one that says something about a vehicle or dealer. */
export function isVehicleOrDealerProperty(name: string): boolean {
  const words = [...Object.values(vehicleWords), ...Object.values(dealerWords)].flat()
  return words.includes(plain(name))
}

/**
 * The vehicle and dealer a document is about. What is said of the document counts before what is said of
 * its lines. Lines make a vehicle only when they name exactly one registration or VIN: a document about
 * two vehicles is about none, and a printer's model is no car's.
 */
export function findVehicleAndDealer(
  said: Property[],
  data: Pick<DocumentData, "lines" | "references">,
): { vehicle?: Vehicle; dealer?: Dealer } {
  const ofDocument = [...said, ...objectProperties(data.references.object)]
  const ofLines = data.lines.flatMap((line) => [
    ...line.properties,
    ...objectProperties(line.objectIdentifier),
  ])
  const vehicle = vehicleOf(ofDocument, ofLines)
  const dealer = dealerOf([...ofDocument, ...ofLines])
  return { ...(vehicle && { vehicle }), ...(dealer && { dealer }) }
}

function vehicleOf(ofDocument: Property[], ofLines: Property[]): Vehicle | undefined {
  const isNamed = ["registration", "vin"].some((each) => valuesOf(ofLines, each).length > 0)
  const isOne = ["registration", "vin"].every((each) => valuesOf(ofLines, each).length <= 1)
  const properties = isNamed && isOne ? [...ofDocument, ...ofLines] : ofDocument
  const find = (key: keyof typeof vehicleWords, most: number) => {
    const value = findValue(properties, vehicleWords[key])
    return value !== undefined && value.length <= most ? value : undefined
  }
  const year = Number(/^(\d{4})\b/.exec(find("year", 20) ?? "")?.[1])
  const odometerKm = kilometres(find("odometer", 40))
  const [registration, vin, make, model] = [
    find("registration", 20),
    find("vin", 40),
    find("make", 100),
    find("model", 200),
  ]
  const vehicle: Vehicle = {
    ...(registration && { registration }),
    ...(vin && { vin }),
    ...(make && { make }),
    ...(model && { model }),
    ...(year >= 1885 && year <= 2200 && { year }),
    ...(odometerKm !== undefined && { odometerKm }),
  }
  return Object.keys(vehicle).length === 0 ? undefined : vehicle
}

function dealerOf(properties: Property[]): Dealer | undefined {
  const branch = findValue(properties, dealerWords.branch)?.slice(0, 200)
  if (branch === undefined) return undefined
  const address = findValue(properties, dealerWords.address)?.slice(0, 500)
  const phone = findValue(properties, dealerWords.phone)?.slice(0, 60)
  const contactPerson = findValue(properties, dealerWords.contactPerson)?.slice(0, 200)
  return {
    branch,
    ...(address && { address }),
    ...(phone && { phone }),
    ...(contactPerson && { contactPerson }),
  }
}

/** `84.500 km`, `84,500`, `84 500` and `84500` are the same; anything else is none. */
function kilometres(text: string | undefined): number | undefined {
  const number = /^(\d{1,7}|\d{1,3}(?:[., ]\d{3}){1,2})\s*(km)?\.?$/i.exec(text?.trim() ?? "")?.[1]
  return number === undefined ? undefined : Number(number.replace(/\D/g, ""))
}

function objectProperties(object: { scheme?: string | undefined; value: string } | undefined): Property[] {
  const name = object?.scheme && objectSchemes.get(object.scheme.toUpperCase())
  return object && name ? [{ name, value: object.value }] : []
}

function valuesOf(properties: Property[], key: string): string[] {
  const words: readonly string[] = (vehicleWords as Words)[key] ?? []
  const values = properties
    .filter((each) => words.includes(plain(each.name)))
    .map((each) => plain(each.value))
  return [...new Set(values)]
}

function findValue(properties: Property[], words: readonly string[]): string | undefined {
  return properties.find((each) => words.includes(plain(each.name)))?.value
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "")
}
