import type { StaffLedgerTexts } from "./staff-ledger.en.ts"

export const staffLedgerDa: StaffLedgerTexts = {
  openItems: "Åbent på kontoen",
  noItems: "Intet er åbent, og der er intet til gode.",
  item: "Hvad",
  date: "Dato",
  due: "Forfald",
  amount: "Beløb",
  late: "forfalden",
  more: (items) => `${items} mere`,
  money: (method) => `Penge på kontoen, ${method}`,
  openingBalance: "Åbningssaldo",
  openingCredit: "Åbningssaldo til kundens fordel",
  use: "Brug tilgodehavende",
  addOpening: "Åbningssaldo",
  done: {
    credit: "Tilgodehavendet er brugt.",
    opening_balance: "Åbningssaldoen er registreret.",
    write_off: "Beløbet er afskrevet.",
    write_off_back: "Afskrivningen er tilbageført. Beløbet er åbent igen.",
  },
  form: "Formularen var ufuldstændig. Prøv igen.",

  credit: {
    title: "Brug tilgodehavende",
    intro: (customer) => `Det, ${customer} har til gode, udligner det, der er åbent på samme konto.`,
    from: "Tilgodehavende",
    to: "Til",
    choose: "Fortsæt",
    nothing: "Der er intet at bruge tilgodehavendet til",
    nothingText: "Enten er intet åbent i tilgodehavendets valuta, eller det er allerede brugt.",
    amount: "Beløb, der bruges",
    before: "Nu",
    after: "Derefter",
    afterHint: (amount) => `Når ${amount} er brugt:`,
    left: (what) => `${what}: tilbage`,
    open: (what) => `${what}: åbent`,
    save: "Brug tilgodehavendet",
    problem: "Intet er brugt.",
    item: (what, amount) => `${what} · ${amount}`,
    itemDue: (what, amount, due) => `${what} · ${amount} · forfalder ${due}`,
    errors: {
      more_than_left: (left) => `Der er kun ${left} tilbage af tilgodehavendet.`,
      more_than_open: (open) => `Kun ${open} er åbent.`,
      key_of_another:
        "Denne formular er allerede brugt, og med noget andet i. Er det et beløb mere? Så send den nu.",
    },
  },

  opening: {
    title: "Åbningssaldo",
    intro: (customer) =>
      `Det, ${customer} skyldte eller havde til gode, før deres dokumenter kom i Kvit. Det tæller med i saldoen og står på kontoudtoget.`,
    direction: "Hvad er det",
    directions: { owed: "Kunden skylder det", credit: "Kunden har det til gode" },
    amount: "Beløb",
    currency: "Valuta",
    asOf: "Pr.",
    asOfHint:
      "Som regel dagen før det første dokument i Kvit. Det, der skyldes, regnes som forfaldent derfra.",
    note: "Bemærkning",
    noteHint: "Kun til medarbejdere. Kan være tom.",
    save: "Registrér åbningssaldoen",
    problem: "Åbningssaldoen er ikke registreret.",
    errors: {
      direction: "Vælg, hvem der skylder det.",
      currency: "Vælg en valuta.",
      date: "Vælg en dato.",
      early: "Vælg en dato efter år 2000.",
      future: "Vælg i dag eller tidligere.",
      note: "Højst 200 tegn.",
      key_of_another:
        "Denne formular har allerede registreret en åbningssaldo, og med noget andet i. Er det en mere? Så registrér den nu.",
    },
  },

  writeOff: {
    action: "Afskriv…",
    title: (title) => `Afskriv ${title}`,
    open: (amount) => `${amount} er åbent.`,
    warning:
      "Det afskrevne skyldes ikke længere, og der bliver ikke bedt om det. Kunden ser, at det er afskrevet, men ikke hvorfor.",
    amount: "Beløb",
    reason: "Årsag",
    reasonHint: "Kun til medarbejdere, f.eks. “Konkurs” eller “Afrunding”.",
    save: "Afskriv",
    takeBack: "Tilbagefør",
    problem: "Intet er afskrevet.",
    nothingOpen: "Intet er åbent",
    nothingOpenText: "Dokumentet er udlignet eller er ikke en faktura. Der er intet at afskrive.",
    errors: {
      more_than_open: (open) => `Kun ${open} er åbent.`,
      reason: "Skriv en årsag på højst 200 tegn.",
      key_of_another:
        "Denne formular har allerede afskrevet et beløb, og med noget andet i. Er det et beløb mere? Så send den nu.",
    },
  },
}
