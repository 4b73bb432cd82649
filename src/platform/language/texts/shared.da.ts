import type { SharedTexts } from "./shared.en.ts"

export const sharedDa: SharedTexts = {
  kinds: { quote: "Tilbud", order: "Ordre", invoice: "Faktura", credit_note: "Kreditnota" },
  kindsPlural: { quote: "Tilbud", order: "Ordrer", invoice: "Fakturaer", credit_note: "Kreditnotaer" },
  statuses: {
    draft: "Kladde",
    cancelled: "Annulleret",
    open: "Åben",
    part_paid: "Delvist betalt",
    overdue: "Forfalden",
    paid: "Betalt",
    credited: "Krediteret",
    credit_open: "Til gode",
    set_off: "Udlignet",
    valid: "Åbent",
    expired: "Udløbet",
    confirmed: "Bekræftet",
  },
  dueToday: "Forfalder i dag",
  dueIn: (days) => (days === 1 ? "Forfalder i morgen" : `Forfalder om ${days} dage`),
  partPaidDueIn: (days) =>
    days === 0
      ? "Delvist betalt, forfalder i dag"
      : `Delvist betalt, forfalder om ${days} ${days === 1 ? "dag" : "dage"}`,
  overdueBy: (days) => `Forfalden ${days} ${days === 1 ? "dag" : "dage"}`,
  validUntil: (date) => `Gælder til ${date}`,
  expiredOn: (date) => `Udløb ${date}`,
  methods: {
    bank: "Bankoverførsel",
    cash: "Kontant",
    card: "Kort",
    mobilepay: "MobilePay",
    other: "Andet",
  },
  entries: {
    invoice: "Faktureret",
    credit_note: "Krediteret",
    payment: "Betaling",
    allocation: "Udlignet",
    transfer: "Betaler rettet",
  },
  copy: { copy: "Kopiér", copied: "Kopieret", failed: "Markér teksten, og kopiér den" },
  languageNames: { da: "Dansk", en: "English" },
  cancel: "Annuller",
  save: "Gem",
  back: "Tilbage",
  older: "Ældre",
  newer: "Nyeste",
  first: "Første side",
  next: "Næste",
  pages: "Nyere og ældre",
  requestNumber: (id) => `Forespørgsel ${id}`,
}
