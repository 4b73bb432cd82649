import type { MobilePaySettingsTexts } from "./mobilepay-settings.en.ts"

export const mobilePaySettingsDa: MobilePaySettingsTexts = {
  title: "MobilePay",
  section: ["MobilePay", "Det, kunderne betaler fakturaer med i portalen."],
  intro:
    "Kunderne betaler deres fakturaer i portalen, og pengene bogføres af sig selv. Det kræver en aftale med Vipps MobilePay om betaling på nettet; nøglerne står på portal.vippsmobilepay.com under Udvikler.",
  simulator: (address) =>
    `En simulator på ${address} spørges i stedet for MobilePay. Der flyttes ingen penge, og alle nøgler kan bruges.`,
  use: "I portalen",
  on: "Kunder kan betale med MobilePay",
  onHint: "Fra: ingen kan begynde en betaling. Betalinger, der er i gang, gøres stadig færdige.",
  unit: "Salgssted og nøgler",
  unitHint: "Alle fire hører sammen: til ét salgssted i ét miljø.",
  environment: "Miljø",
  environmentHint:
    "Hvert har sine egne nøgler. Vælger du det andet, fjernes de nøgler, der er gemt her, og webhooken fjernes.",
  environments: {
    test: "Test: der flyttes ingen penge, og kun testbrugere kan betale",
    production: "Produktion: rigtige betalinger",
  },
  attemptsOpen: (count) =>
    `${count === 1 ? "En betaling eller tilbagebetaling er" : `${count} betalinger og tilbagebetalinger er`} i gang med dette salgssted. Indtil ${count === 1 ? "den" : "de"} er slut, kan miljø og MSN ikke ændres, og nøglerne ikke fjernes.`,
  merchantSerialNumber: "Salgsstedets nummer (MSN)",
  merchantSerialNumberHint: "Kun cifre, for eksempel 2060591.",
  clientId: "Client id",
  clientIdHint: "For eksempel fb492b5e-7907-4d83-….",
  clientSecret: "Client secret",
  subscriptionKey: "Subscription key",
  subscriptionKeyHint: "Den primære eller den sekundære.",
  secretKept: (date) => `Gemt ${date}. Lad feltet stå tomt for at beholde den.`,
  secretHint: "Gemmes forseglet og vises aldrig igen.",
  currency: "Valuta",
  currencyHint: "Den, salgsstedet tager imod. Fakturaer i en anden kan ikke betales her.",
  paying: "Sådan betaler kunderne",
  brand: "Navn, kunderne ser",
  brandHint: "I Danmark og Finland hedder MobilePay Vipps fra 12. januar 2027. Skift det her til den tid.",
  push: "Spørg telefonen med det samme",
  pushHint:
    "Betaleren får en besked i appen og bliver på jeres side. Vipps MobilePay tillader det kun for nogle salgssteder: spørg dem først. Hvor det ikke er tilladt (fejl 5080), sendes betaleren til deres side med nummeret udfyldt.",
  pushRefused: (date) =>
    `MobilePay afviste det ${date}, og siden er betalere blevet sendt til deres side. Slå det til igen, når det er tilladt.`,
  card: "Også betaling med kort",
  cardHint: "På MobilePays side. Det skal være en del af jeres aftale og findes ikke i testmiljøet.",
  part: "Delbetaling",
  partHint: "En kunde må betale mindre end hele fakturaen, ned til det mindste beløb.",
  least: "Mindste delbetaling",
  prepayment: "Forudbetalingsfakturaer",
  prepaymentHint:
    "Penge må først tages, når det solgte er leveret. En almindelig faktura er for noget leveret, så dér tages pengene straks.",
  captures: {
    by_hand: "Reserver pengene, og tag dem i hånden inden 14 dage",
    at_once: "Tag pengene straks",
  },
  save: "Gem",
  saveAndTest: "Gem, og prøv forbindelsen",
  done: {
    saved: "Gemt.",
    unchanged: "Intet blev ændret.",
    keys_cleared:
      "Gemt. Nøglerne hørte til det andet miljø og er fjernet, så MobilePay er slået fra. Skriv nøglerne til dette.",
    unit_changed: "Gemt. Det tidligere salgssteds webhook er fjernet. Registrer en til dette nedenfor.",
    registered: "MobilePay fortæller os nu om betalinger.",
    removed:
      "Webhooken er fjernet. I stedet spørges der til betalinger, der er i gang; det tager lidt længere.",
    checked: "MobilePay kender stadig webhooken.",
    checked_anew: "MobilePay kendte ikke webhooken, som den skal være. Den er registreret på ny.",
  },
  tested: "Forbindelsen virker: MobilePay tog imod nøglerne.",
  notTested: "Gemt, men forbindelsen virker ikke.",
  notSaved: "Intet blev gemt. Se de markerede felter; en hemmelighed skal skrives igen.",
  problems: {
    required: "Dette mangler.",
    required_on: "MobilePay kan ikke slås til uden.",
    not_digits: "Det er ikke et MSN: 4 til 12 cifre.",
    not_key: "En nøgle har ingen mellemrum eller særlige bogstaver. Kopiér den igen.",
    too_long: "Det er for langt.",
    not_choice: "Vælg en af disse.",
    not_amount: "Skriv et beløb, for eksempel 100,00.",
    amount_range: "Fra 0,01 til 650.000,00.",
    attempts_open: "Betalinger eller tilbagebetalinger er i gang, så dette kan først ændres, når de er slut.",
    keys_needed:
      "Betalinger eller tilbagebetalinger, der er i gang, har brug for den. En anden kan træde i stedet; uden nogen bliver de aldrig gjort færdige.",
  },
  connection: {
    no_keys: "Gem først MSN, client id, client secret og subscription key.",
    unsealable: "De gemte nøgler kan ikke åbnes: de blev gemt med en anden KVIT_SECRET. Skriv dem igen.",
    token_refused:
      "MobilePay tog ikke imod client id, client secret og subscription key. Se efter, om de hører sammen og til dette miljø: testnøgler åbner ikke produktion.",
    sales_unit:
      "MobilePay tog imod nøglerne, men ikke til dette MSN. Se efter, om nummeret er det salgssted, nøglerne hører til.",
    host_unknown:
      "Navnet på MobilePays server blev ikke fundet. Se efter, om maskinen kan nå internettet, og dens navneserver.",
    no_connection: "MobilePays server kunne ikke nås. Se efter, om en firewall står imellem.",
    connection_lost: "Forbindelsen til MobilePay blev afbrudt. Prøv igen.",
    timeout: "MobilePay svarede ikke i tide. Prøv igen om lidt.",
    certificate:
      "Det, der svarede, kunne ikke bevise, at det er MobilePay: certifikatet er ikke til at stole på. Intet blev sagt til det. Et filter i jeres netværk kan stå imellem.",
    clock: "MobilePays certifikat gælder ikke på maskinens dato. Se efter, om dens ur går rigtigt.",
    not_theirs:
      "Det, der svarede, er ikke MobilePay, som vi kender det. En proxy eller loginside i jeres netværk kan stå imellem.",
    busy: "MobilePay har travlt eller problemer lige nu. Prøv igen om lidt.",
    refused:
      "MobilePay afviste og sagde ikke hvorfor på en måde, vi kender. Sporingsnummeret står i Kvits log.",
    not_public:
      "MobilePay kan ikke nå portalen: dens adresse gælder kun på denne maskine eller dette netværk. Sæt PORTAL_ORIGIN til den https-adresse, kunderne bruger, og start Kvit igen.",
    not_https:
      "MobilePay leverer kun til https-adresser. Sæt PORTAL_ORIGIN til den https-adresse, kunderne bruger, og start Kvit igen.",
    port: "MobilePay leverer kun til portene 80, 443 og 8080. Sæt PORTAL_ORIGIN til en adresse med en af dem.",
    gone: "MobilePay kender ikke denne webhook længere, og den kunne ikke registreres på ny. Registrer den igen.",
  },
  webhook: {
    title: "Webhook",
    hint: "Med den fortæller MobilePay os straks, når nogen har betalt. Uden den findes betalinger også, bare senere.",
    state: "Tilstand",
    states: {
      none: "Ikke registreret",
      active: "Registreret",
      problem: "Registreret, med et problem",
      failed: "Ikke registreret",
    },
    address: "Adresse",
    registered: "Registreret",
    received: "Sidst modtaget",
    neverReceived: "Intet endnu",
    checked: "Sidst kontrolleret",
    portal: "Portalens adresse",
    register: "Registrer webhook",
    again: "Registrer igen",
    check: "Kontrollér nu",
    remove: "Fjern",
    removeTitle: "Fjern webhooken?",
    removeText:
      "MobilePay fortæller os så ikke længere om betalinger. I stedet spørges der til dem; det tager længere.",
    keep: "Behold den",
    notDone: "Det lykkedes ikke.",
    keysFirst: "Gem nøglerne først.",
  },
}
