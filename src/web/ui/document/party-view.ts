import {
  addressLines,
  type DocumentData,
  type Party as DocumentParty,
  isBilledToAnother,
  registrationsOf,
} from "../../../domain/documents/index.ts"
import { formatDate, formatDecimal, type Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import type { Party } from "../document-sheet.tsx"

export type Perspective = "portal" | "staff"

/**
 * Customer and bill-to, in one block where they are the same; dealer; where it was delivered; payee; and the seller
 * where the document names one that the page does not already.
 */
export function partiesView(
  data: DocumentData,
  options: { language: Language; perspective: Perspective; businessName: string },
): Party[] {
  const { language, perspective } = options
  const words = texts(language).document
  const lines = (party: DocumentParty) => partyLines(party, data, language)
  const isOther = isBilledToAnother(data)
  const parties: Party[] = [
    { heading: isOther ? words.customer : words.customerAndBillTo, lines: lines(data.customer) },
  ]
  if (data.billTo && isOther) parties.push({ heading: words.billTo, lines: lines(data.billTo) })
  if (data.dealer) {
    const { branch, contactPerson, address, phone } = data.dealer
    parties.push({
      heading: perspective === "portal" ? words.yourDealer : words.dealer,
      lines: present([branch, contactPerson, address, phone]),
    })
  }
  const place = deliveryLines(data, language)
  if (place.length > 0) parties.push({ heading: words.delivery, lines: place })
  if (data.payee) parties.push({ heading: words.payee, lines: lines(data.payee) })
  if (!isSameName(data.seller.name, options.businessName)) {
    parties.push({ heading: words.seller, lines: lines(data.seller) })
  }
  return parties
}

function partyLines(party: DocumentParty, data: DocumentData, language: Language): string[] {
  const words = texts(language).document
  return present([
    party.name,
    party.tradingName === party.name ? undefined : party.tradingName,
    party.contact?.name && words.attention(party.contact.name),
    ...addressLines(party.address, data, language),
    ...registrationsOf(party).map(({ of, value }) => `${words.registrations[of]} ${value}`),
  ])
}

function deliveryLines(data: DocumentData, language: Language): string[] {
  const { delivery } = data
  return present([
    delivery?.name,
    ...addressLines(delivery?.address, data, language),
    delivery?.locationId && `${locationScheme(delivery.locationId.scheme)} ${delivery.locationId.value}`,
  ])
}

function locationScheme(scheme: string | undefined): string {
  return scheme === undefined || scheme === "0088" ? "GLN" : scheme
}

/** "NORD Auto" on the page and "NORD Auto A/S" on the document are the same seller. */
function isSameName(stated: string, known: string): boolean {
  const [one, other] = [stated.toLocaleLowerCase(), known.toLocaleLowerCase()]
  return one.startsWith(other) || other.startsWith(one)
}

export interface VehicleView {
  registration?: { label: string; value: string } | undefined
  facts: { label: string; value: string }[]
}

/** The vehicle, where the document is about one. */
export function vehicleView({ vehicle }: DocumentData, language: Language): VehicleView | null {
  if (!vehicle) return null
  const words = texts(language).document
  const model = present([vehicle.make, vehicle.model]).join(" ")
  const facts = [
    model && { label: words.make, value: model },
    vehicle.year !== undefined && { label: words.year, value: String(vehicle.year) },
    vehicle.odometerKm !== undefined && {
      label: words.odometer,
      value: words.kilometres(formatDecimal(String(vehicle.odometerKm), language)),
    },
    vehicle.vin && { label: words.vin, value: vehicle.vin },
  ].filter((fact) => typeof fact === "object")
  if (facts.length === 0 && !vehicle.registration) return null
  return {
    registration: vehicle.registration
      ? { label: words.registration, value: vehicle.registration }
      : undefined,
    facts,
  }
}

/** What stands under the heading: when, from which order, whose reference, when delivered. */
export function headNote(
  data: DocumentData,
  state: string,
  { language, perspective }: { language: Language; perspective: Perspective },
): string {
  const words = texts(language).document
  const { references, delivery } = data
  const mine = perspective === "portal"
  const date = formatDate(data.issueDate, language)
  return present([
    state === "draft" ? words.dated(date) : words.issued(date),
    references.quote && words.fromQuote(references.quote),
    references.salesOrder && words.fromOrder(references.salesOrder),
    ...references.precedingInvoices.map(({ number }) => words.ofInvoice(number)),
    references.order && (mine ? words.yourOrder : words.theirOrder)(references.order),
    references.buyer && (mine ? words.yourReference : words.theirReference)(references.buyer),
    delivery?.date && `${words.deliveredOn.toLocaleLowerCase()} ${formatDate(delivery.date, language)}`,
  ]).join(" · ")
}

function present(lines: readonly (string | undefined | null | false)[]): string[] {
  return lines.filter((line): line is string => typeof line === "string" && line !== "")
}
