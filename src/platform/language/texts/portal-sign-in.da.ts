import type { PortalSignInTexts } from "./portal-sign-in.en.ts"

export const portalSignInDa: PortalSignInTexts = {
  title: "Log ind",
  intro: (business) =>
    `Skriv din e-mailadresse, så sender ${business} dig en mail med et link og en kode. Der er ingen adgangskode.`,
  ended: "Du er ikke logget ind her, eller dit besøg er slut. Få en login-mail, og fortsæt, hvor du var.",
  email: "E-mailadresse",
  emailWrong: "Det er ikke en hel e-mailadresse. Den ser ud som navn@firma.dk.",
  send: "Send login-mail",
  deadHelp: "Få i stedet en login-mail sendt til din egen adresse:",

  codeTitle: "Se i din mail",
  sentTo: (business, address) =>
    `Hvis ${business} kender ${address}, er en mail med et link og en 6-cifret kode på vej.`,
  sent: (business) => `Hvis ${business} kender adressen, er en mail med et link og en 6-cifret kode på vej.`,
  codeHint:
    "Åbn linket i denne browser, eller tast koden her, i det vindue, hvor du bad om den. Begge virker én gang, i 10 minutter.",
  code: "Kode fra mailen",
  enter: "Log ind",
  codeMalformed: "Koden har seks cifre.",
  codeWrong:
    "Den kode er ikke rigtig. Tag den fra den nyeste mail, og tast den i det vindue, hvor du bad om den.",
  codeOver: "Denne kode kan ikke bruges mere. Få en ny mail, eller brug linket i mailen.",
  codeLinkOnly: "Koder tages ikke imod i øjeblikket. Brug linket i mailen: Det virker som altid.",
  networkBusy:
    "Der var rigtig mange forsøg fra dit netværk. Vent nogle minutter, eller brug linket i mailen.",
  mailsBusy:
    "Der er bedt om rigtig mange login-mails fra dit netværk, så der sendes ikke en ny lige nu. Mails, du har fået, virker som før; vent nogle minutter med at bede om en ny.",
  noMail: "Ingen mail?",
  noMailHint:
    "Det kan tage et minut, og den kan ligge blandt uønsket post. En mail, du fik før, virker stadig.",
  again: "Send en mail mere",
  againIn: "Send en mail mere om {left} s",
  otherAddress: "Brug en anden adresse",

  linkTitle: (business) => `Log ind hos ${business}`,
  linkAs: (address) => `som ${address}`,
  linkText: "Ét tryk, og du er inde. Bad du ikke om denne mail, så luk siden: Der sker ingenting.",
  linkButton: "Log ind",

  unknown: "Min adresse er ikke kendt",
  unknownTitle: "Bed om adgang",
  unknownText: (business) =>
    `Fortæl ${business}, hvem du er. De sætter din adresse på og skriver til dig; så kan du logge ind.`,
  name: "Dit navn",
  nameMissing: "Skriv dit navn.",
  company: "Virksomhed",
  phone: "Telefon",
  message: "Besked",
  messageHint: "Et kunde- eller fakturanummer hjælper.",
  ask: "Send",
  askedTitle: "Tak",
  asked: (business) => `Din anmodning er på vej til ${business}. De skriver til dig.`,
  reach: (business) => `Du kan også få fat i ${business} her:`,
  tooLong: "Det er for langt.",

  sessions: "Hvor du er logget ind",
  sessionsHint: "Et besøg slutter af sig selv efter 7 dage uden brug og senest efter 30 dage.",
  thisBrowser: "Denne browser",
  unknownBrowser: "Ukendt browser",
  ways: { token: "portallink", link: "link i en mail", code: "kode fra en mail", preview: "visning" },
  since: (when, way) => `Siden ${when}, med ${way}`,
  lastSeen: (when) => `Sidst brugt ${when}`,
  end: "Afslut",
  everywhere: "Log ud alle steder",

  customer: "Kunde",
  allCustomers: "Alle",
  groupByCustomer: "Grupper efter kunde",
  asOneList: "Som én liste",
  documentsOf: (count) => `${count} ${count === 1 ? "dokument" : "dokumenter"}`,
  balanceOf: (amount) => `Saldo ${amount}`,
  allOf: (name) => `Alle dokumenter for ${name}`,
}
