import type { PortalSettingsTexts } from "./portal-settings.en.ts"

const count = (number: number) => number.toLocaleString("da-DK")
const documents = (number: number) => `${count(number)} ${number === 1 ? "dokument" : "dokumenter"}`
const customers = (number: number) => `${count(number)} ${number === 1 ? "kunde" : "kunder"}`

export const portalSettingsDa: PortalSettingsTexts = {
  title: "Kundeportal",
  enabled: "Slå kundeportalen til",
  enabledHint: "Fra: hvert link og hver side i portalen siger »Portalen er ikke tilgængelig«.",
  access: "Adgang",
  signInFirst: "Kræv login først på dokumentlinks",
  signInFirstHint:
    "Til: et link til et dokument beder om login og åbner derefter dokumentet. Det gælder også links, der er sendt.",
  tokenExpiryDays: "Tokens udløber efter (dage)",
  tokenExpiryHint:
    "Fra 1 til 365. En ændring gælder tokens, der laves fra da af; de, der er lavet, beholder deres udløb.",
  tokenExpiryProblem: "Skriv et helt tal fra 1 til 365.",
  shown: "Hvad kunderne ser",
  shownHint:
    "Det, der er slået fra, er væk overalt: lister, søgning, PDF og links, I har sendt før. Fakturaer vises altid.",
  showQuotes: "Vis tilbud",
  showOrders: "Vis salgsordrer",
  showCreditNotes: "Vis kreditnotaer",
  showStatement: "Vis kontoudtog",
  showPricesWithVat: "Vis priser inklusive moms til private kunder",
  messages: "Beskeder",
  allowMessages: "Tillad beskeder fra kunder",
  welcome: "Velkomstbesked",
  welcomeHint: "Øverst i portalen. Linjeskift bevares, og webadresser bliver til links.",
  welcomeIn: { da: "Velkomstbesked på dansk", en: "Velkomstbesked på engelsk" },
  welcomeLeft: "{left} af 500 tegn tilbage",
  welcomeProblem: "Højst 500 tegn.",
  manageTokens: "Administrer portal-tokens",
  confirm: {
    hide: "Skjul dette for kunderne?",
    show: "Vis dette til kunderne?",
    both: "Ændre, hvad kunderne ser?",
    save: "Gem",
    back: "Gå tilbage og ret",
  },
  impact: (label, impact) => {
    const what = impact.documents === null ? "Kontoudtoget" : documents(impact.documents)
    const verb = impact.shown ? "bliver vist" : "bliver ikke længere vist"
    return `${label} ${impact.shown ? "til" : "fra"}: ${what} for ${customers(impact.customers)} ${verb}.`
  },
  featureOff: "Funktionen »Kundeportal« er slået fra, så intet af dette er i brug.",
  featureSwitch: "Gå til kontakten",
  notInEdition: "Kundeportalen er ikke en del af denne udgave af Kvit.",
  preview: {
    closedTitle: "Portalen er lukket",
    closed: "Slå først kundeportalen til; så kan du se den som denne kunde.",
    blockedTitle: "Denne kunde kan ikke komme ind",
    blocked: "Kundens adgang til portalen er slået fra, eller kunden er lagt sammen med en anden.",
    twoHostsTitle: "Ikke fra denne adresse",
    twoHosts:
      "Portalen har sit eget værtsnavn her, og Kvit kan endnu ikke føre dig derover. Brug »Kopiér portallink«, og åbn linket.",
  },
}
