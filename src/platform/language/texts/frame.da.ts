import type { FrameTexts } from "./frame.en.ts"

export const frameDa: FrameTexts = {
  skip: "Gå til indhold",
  nav: "Afsnit",
  menu: "Menu",
  user: "Din konto",
  home: "Hjem",
  customers: "Kunder",
  documents: "Dokumenter",
  payments: "Betalinger",
  activity: "Aktivitet",
  settings: "Indstillinger",
  account: "Din konto",
  signOut: "Log ud",
  notAllowedTitle: "Ikke tilladt",
  notAllowed: "Din rolle giver ikke lov til dette. Spørg en ejer.",
  notFoundTitle: "Findes ikke",
  notFound: "Der er ikke noget på denne adresse.",
  errorTitle: "Noget gik galt",
  error:
    "Det er skrevet i loggen. Prøv igen; bliver det ved, så giv forespørgslens nummer til den, der driver Kvit.",
}
