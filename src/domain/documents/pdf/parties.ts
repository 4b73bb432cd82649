import type { Language } from "../../../platform/language/index.ts"
import type { DocumentData, Party } from "../document-data.ts"
import { addressLines, isBilledToAnother, registrationsOf } from "../facts/parties.ts"
import type { Texts } from "./texts/index.ts"

export interface PartyBlock {
  label: string
  lines: string[]
}

/** Who the letter is addressed to: the customer, who may also be the one to be billed. */
export function recipientBlock(data: DocumentData, words: Texts["parties"], language: Language): PartyBlock {
  const label = isBilledToAnother(data) ? words.customer : words.customerAndBillTo
  return { label, lines: partyLines(data.customer, data, words, language) }
}

/** Everybody else the document names. */
export function otherParties(data: DocumentData, words: Texts["parties"], language: Language): PartyBlock[] {
  const { billTo, dealer, delivery, payee, taxRepresentative } = data
  const lines = (party: Party) => partyLines(party, data, words, language)
  const blocks: PartyBlock[] = []
  if (billTo && isBilledToAnother(data)) blocks.push({ label: words.billTo, lines: lines(billTo) })
  if (dealer) blocks.push({ label: words.dealer, lines: dealerLines(dealer) })
  if (delivery?.address || delivery?.name) {
    const place = { ...delivery.address }
    blocks.push({
      label: words.delivery,
      lines: [...(delivery.name ? [delivery.name] : []), ...addressLines(place, data, language)],
    })
  }
  if (payee) blocks.push({ label: words.payee, lines: lines(payee) })
  if (taxRepresentative) {
    blocks.push({ label: words.taxRepresentative, lines: lines(taxRepresentative) })
  }
  return blocks.filter((block) => block.lines.length > 0)
}

function partyLines(party: Party, data: DocumentData, words: Texts["parties"], language: Language): string[] {
  const isOtherName = party.tradingName !== undefined && party.tradingName !== party.name
  return [
    party.name,
    ...(isOtherName && party.tradingName ? [party.tradingName] : []),
    ...(party.contact?.name ? [`${words.attention} ${party.contact.name}`] : []),
    ...addressLines(party.address, data, language),
    ...registrationLines(party, words),
  ]
}

/** `CVR 12 34 56 78`, and the VAT number where it says more than the CVR number does. */
export function registrationLines(party: Party, words: Texts["parties"]): string[] {
  const labels = { cvr: words.companyId, company: words.companyIdElsewhere, vat: words.vatId }
  return registrationsOf(party).map(({ of, value }) => `${labels[of]} ${value}`)
}

function dealerLines(dealer: NonNullable<DocumentData["dealer"]>): string[] {
  return [dealer.branch, dealer.contactPerson, dealer.address, dealer.phone].filter(
    (line): line is string => line !== undefined,
  )
}
