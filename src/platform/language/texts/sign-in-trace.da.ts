import type { SignInTraceTexts } from "./sign-in-trace.en.ts"

export const signInTraceDa: SignInTraceTexts = {
  title: "Hvorfor kan kunden ikke komme ind?",
  none: "Ingen har bedt om en login-mail med en af kundens adresser de sidste 30 dage. Siger de, at de har, så skrev de en anden adresse.",
  noAddress:
    "Der er ingen e-mailadresse her, så ingen kan logge ind med mail. Tilføj en kontakt med en adresse.",
  accessOff: "Portaladgang er slået fra for kunden. Der sendes ingen mail, og intet åbner.",
  unusable: (address) => `“${address}” er ikke én hel e-mailadresse. Ingen kan logge ind med den.`,
  linkOnly: (address) =>
    `Efter hundrede forkerte koder i træk logger ${address} kun ind med linket, til det er sket én gang.`,
  attempt: (address) => address,
  asked: (browser) => (browser ? `Bad om en login-mail, i ${browser}` : "Bad om en login-mail"),
  outcomes: {
    waiting: "Mailen er ikke lavet endnu. Bliver det ved, kører der ingen worker.",
    unknown: "Ingen mail: Da stod adressen ikke på nogen kunde, der har adgang.",
    limited: "Ingen mail: Der blev bedt om for mange på kort tid. Mails sendt før virkede stadig.",
    too_late:
      "Ingen mail: Den kunne ikke sendes inden fem minutter, og en sen kode nytter ikke. Bed om en ny.",
    too_many_open: "Ingen mail: Tre tidligere virkede stadig.",
  },
  mails: {
    queued: "Mailen venter på at blive sendt.",
    sending: "Mailen er givet til mailserveren, som ikke har svaret endnu.",
    uncertain: "Mailserverens svar gik tabt; mailen sendes igen.",
    sent: "Mailserveren tog imod mailen. Er den der ikke, ligger den blandt uønsket post eller blev holdt tilbage.",
    kept: "Mailen er gemt i Kvit: Der er ikke sat en mailserver op.",
    refused: "Mailserveren afviste adressen. Den kan være forkert.",
    failed: "Mailen kunne ikke sendes. Hvad mailserveren svarede, står i listen over mails.",
    dropped: "Mailen blev ikke sendt: Det var for sent.",
  },
  byMachine: "En maskine, fx en mailscanner, åbnede linket. Det bruger intet op.",
  elsewhere: "Linket blev åbnet i en anden browser end den, der bad om det. Der skal trykkes på en knap.",
  wrongCodes: (wrong, left) =>
    `${wrong} ${wrong === 1 ? "forkert kode" : "forkerte koder"} tastet; ${left === 0 ? "ingen forsøg tilbage, men linket virkede stadig" : `${left} forsøg tilbage`}.`,
  usedBy: { link: "Loggede ind med linket.", code: "Loggede ind med koden." },
  ended: "En anden mail blev brugt til at logge ind; denne åbner ikke mere noget.",
  expired: "Link og kode løb ud uden at være brugt.",
  open: "Link og kode virker stadig.",
}
