import type { PortalPaymentsTexts } from "./portal-payments.en.ts"

export const portalPaymentsDa: PortalPaymentsTexts = {
  bank: {
    title: "Betalt via banken?",
    open: "Jeg har betalt via banken",
    change: "Ret datoen",
    paidOn: "Hvornår betalte du?",
    submit: "Oplys at den er betalt",
    said: (noted, paid) =>
      `Du oplyste den ${noted}, at du betalte den ${paid}. Det bogføres, når banken melder det.`,
    errors: {
      nothing_open: "Der er ikke længere noget at betale på denne faktura.",
      no_date: "Skriv datoen, du betalte.",
      in_future: "Den dato er ikke kommet endnu.",
      before_issue: "Det er før fakturaen blev skrevet.",
      preview: "Du ser portalen som kunden ser den, og kan ikke oplyse noget for kunden.",
    },
  },

  payWith: (brand) => `Betal med ${brand}`,
  payInvoices: (count, amount) =>
    `Betal ${count === 1 ? "1\u00a0faktura" : `${count}\u00a0fakturaer`}\u00a0· ${amount}`,
  otherWays: "Andre måder at betale på",
  choose: "Vælg hvad du vil betale",
  underWay: "En betaling er i gang.",
  severalUnderWay: (count) =>
    count === 1 ? "1 faktura er ved at blive betalt." : `${count} fakturaer er ved at blive betalt.`,
  toPayment: "Se betalingen",

  none: {
    paid: "Der er ikke noget at betale på den.",
    not_an_invoice: "Kun fakturaer betales her.",
    not_set_up: "Betal via banken: alt du skal bruge står under “Sådan betales”.",
    other_currency: (brand, currency) =>
      `${brand} tager ikke ${currency} her. Betal via banken: alt du skal bruge står under “Sådan betales”.`,
    over_limit: (brand, limit) =>
      `${brand} tager højst ${limit} ad gangen. Betal via banken: alt du skal bruge står under “Sådan betales”.`,
    over_limit_several: (brand, limit) =>
      `${brand} tager højst ${limit} ad gangen. Vælg færre fakturaer, eller betal via banken.`,
    covered: "Dine tilgodehavender dækker det. Der er ikke noget at betale.",
    preview: "Kunder betaler her. Du ser kun med, så knappen gør ikke noget.",
  },

  title: (document) => `Betal ${document}`,
  back: (document) => `Tilbage til ${document}`,
  dueTo: (date, business) => `Forfalder ${date} · til ${business}`,
  toBusiness: (business) => `Til ${business}`,
  amount: "Beløb",
  amountHint: (least, open) => `Fra ${least} til ${open}, som er det hele.`,
  phone: "Mobilnummer",
  phoneHintPush: (brand) => `Anmodningen sendes til ${brand} på denne telefon.`,
  phoneHintRedirect: (brand) => `Udfyldes for dig hos ${brand}, hvor du kan ændre det.`,
  newTab: (brand) => `${brand} åbner i en ny fane. Denne side bliver stående og viser, når der er betalt.`,
  acceptBefore: "Når du betaler, accepterer du ",
  acceptLink: (business) => `betingelserne hos ${business}`,
  pay: (brand) => `Betal med ${brand}`,
  payAmount: (amount, brand) => `Betal ${amount} med ${brand}`,
  byCard: "Betal med kort",
  byBank: "Betal via banken i stedet",
  test: "Dette er en prøve: der flyttes ingen penge.",

  refused: {
    balance_changed: (open) =>
      `Beløbet er ændret, siden siden blev vist, og er nu ${open}: se på det, og betal så.`,
    sum_changed: (sum) =>
      `Summen er nu ${sum}: du har valgt andre fakturaer, eller noget er bogført imens. Se på den, og betal så.`,
    amount_too_small: (least) => `${least} er det mindste, der kan betales.`,
    amount_too_large: (open) => `Der er kun ${open} at betale.`,
    not_amount: "Skriv et beløb, for eksempel 1.250,00.",
    phone: "Skriv et mobilnummer med landekode, for eksempel +45 12 34 56 78.",
    card: "Der tages ikke kort her.",
    too_often: "Det er prøvet mange gange lige nu. Vent ti minutter, og prøv igen.",
    pending: "En betaling er allerede i gang. Når den er slut, kan du prøve igen.",
    nothing_chosen: "Vælg mindst én faktura.",
    too_many: (most) =>
      `Der betales højst ${most} fakturaer ad gangen. Vælg færre, og betal resten bagefter.`,
  },

  account: {
    title: "Betal fakturaer",
    whose: "Hvis fakturaer?",
    sum: (amount) => `${amount} at betale`,
    invoices: "Fakturaer",
    leftOut: (shown, more) =>
      `Her står de ${shown} fakturaer, der forfalder først. ${more === 1 ? "1 mere er åben; den" : `${more} flere er åbne; de`} kan betales bagefter.`,
    dueOn: (date) => `forfalder ${date}`,
    credits: "Modregnes",
    creditNote: (number) => `Kreditnota ${number}`,
    hiddenCredit: "Tilgodehavende",
    onAccount: (date) => `Din betaling af ${date}`,
    total: "At betale",
    update: "Opdater summen",
    nothing: "Der er ikke noget at betale her.",
  },

  payment: {
    title: "Betaling",
    asking: (brand) => `Spørger ${brand} …`,
    askingText: "Det varer et øjeblik. Siden skifter af sig selv.",
    openApp: (brand) => `Åbn ${brand} på telefonen`,
    openAppText: (brand, phone) =>
      `En anmodning er på vej til ${brand} på ${phone}. Swipe for at betale; siden skifter af sig selv.`,
    waitsForPayer: "Venter på betaleren",
    waitsForPayerText: (brand) =>
      `En anmodning er på vej til ${brand} på betalerens telefon. Siden skifter af sig selv.`,
    goOn: (brand) => `Gør det færdigt i ${brand}`,
    goOnText: (brand) =>
      `${brand} er åbnet i en anden fane. Denne side skifter af sig selv, når du har betalt der.`,
    goOnButton: (brand) => `Åbn ${brand}`,
    until: (time) => `Den venter til kl. ${time}.`,
    simulated: "Her er MobilePay en simulation, og der flyttes ingen penge.",
    simulatedPhone: "Åbn den simulerede telefon",
    notReceived: "Har du ikke modtaget noget?",
    notReceivedHints: (brand) => [
      `Åbn selv ${brand}: anmodningen venter der, også selv om der ikke kom en besked.`,
      "Se efter, om nummeret ovenfor er det, du bruger dér.",
      "Annuller, og prøv igen.",
    ],
    cancel: "Annuller betalingen",
    cancellingTitle: "Annullerer …",
    cancelling: "Betalingen annulleres. Har du allerede godkendt den, gælder det.",
    approved: "Godkendt",
    approvedText: "Pengene er ved at blive trukket. Siden skifter af sig selv.",
    reservedText: (business) =>
      `Pengene er reserveret. ${business} trækker dem, når det, du har købt, er leveret.`,
    complete: "Betalt",
    completeText: (business) => `${business} har modtaget pengene. Tak.`,
    completeOther: (captured, asked) => `${captured} af ${asked} blev trukket.`,
    paidWith: "Betalt med",
    paidAt: "Betalt",
    amount: "Beløb",
    phone: "Fra",
    items: "Hvad den betaler",
    itemsPaid: "Hvad den betalte",
    toDocument: (document) => `Se ${document}`,
    toOverview: "Til oversigten",
    receipt: "Hent fakturaen",
    tryAgain: "Prøv igen",
    unknownInvoice: "Faktura",
  },

  failed: {
    declined: ["Afvist", "Betalingen blev afvist i appen. Der er ikke betalt noget. Du kan prøve igen."],
    expired: [
      "Ikke godkendt i tide",
      "Ingen godkendte den inden for ti minutter. Der er ikke betalt noget. Du kan prøve igen.",
    ],
    cancelled: ["Annulleret", "Betalingen blev annulleret. Der er ikke betalt noget. Du kan prøve igen."],
    balance_changed: [
      "Betalt imens",
      "Beløbet ændrede sig, før pengene blev trukket, så de er givet fri igen. Se på fakturaen.",
    ],
    released: ["Givet fri", "Pengene var reserveret og er fri igen. Der er ikke betalt noget."],
    given_up: ["Stoppet", "Betalingen kunne ikke følges til ende. Spørg os, før du betaler igen."],
    push_not_allowed: [
      "Ikke sendt",
      "Anmodningen kunne ikke sendes til din telefon. Prøv igen: så åbnes en side i stedet.",
    ],
    currency: ["Ikke muligt", "Denne valuta tages ikke her. Betal via banken."],
    amount_too_small: ["Ikke muligt", "Beløbet er for lille til at blive betalt sådan. Betal via banken."],
    amount_too_large: [
      "Ikke muligt",
      "Beløbet er for stort til at blive betalt sådan. Betal en del, eller via banken.",
    ],
    phone: ["Ikke sendt", "Nummeret kunne ikke bruges. Prøv igen med det nummer, du bruger i appen."],
    no_user: [
      "Ikke sendt",
      "Anmodningen kunne ikke leveres. Prøv igen, med et andet nummer hvis du har et, eller betal via banken.",
    ],
    funds: [
      "Ikke penge nok",
      "Pengene kunne ikke trækkes. Prøv igen med et andet kort, eller betal via banken.",
    ],
    capture_refused: [
      "Ikke trukket",
      "Pengene kunne ikke trækkes, efter du godkendte. De er fri igen. Du kan prøve igen.",
    ],
    unknown: ["Noget gik galt", "Der er ikke betalt noget. Prøv igen om lidt, eller betal via banken."],
  },

  go: {
    title: (brand) => `Videre til ${brand}`,
    text: (brand) => `Du føres til ${brand}. Siden, du kom fra, bliver stående og viser, når der er betalt.`,
    link: (brand) => `Gå videre til ${brand}`,
  },

  returned: {
    title: "Du kan lukke denne side",
    text: "Betalingen vises i det vindue, hvor du begyndte på den.",
  },
}
