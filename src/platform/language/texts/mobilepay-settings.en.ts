/** Words of the settings of MobilePay. */
export const mobilePaySettingsEn = {
  title: "MobilePay",
  section: ["MobilePay", "What customers pay invoices with, in the portal."],
  intro:
    "Customers pay their invoices in the portal, and the money is booked by itself. You need an agreement with Vipps MobilePay for online payments; its keys are on portal.vippsmobilepay.com, under Developer.",
  simulator: (address: string) =>
    `A simulator at ${address} is asked in place of MobilePay. No money moves, and any keys will do.`,
  use: "In the portal",
  on: "Customers can pay with MobilePay",
  onHint: "Off: nobody can begin a payment. Payments that are under way still come to their end.",
  unit: "Sales unit and keys",
  unitHint: "All four belong together: of one sales unit, in one environment.",
  environment: "Environment",
  environmentHint:
    "Each has keys of its own. If you choose the other one, the keys saved here are taken away and the webhook is removed.",
  environments: {
    test: "Test: no money moves, and only test users can pay",
    production: "Production: real payments",
  },
  attemptsOpen: (count: number) =>
    `${count === 1 ? "A payment or refund is" : `${count} payments and refunds are`} under way with this sales unit. Until ${count === 1 ? "it has" : "they have"} ended, environment and merchant serial number stay as they are, and the keys cannot be taken away.`,
  merchantSerialNumber: "Merchant serial number (MSN)",
  merchantSerialNumberHint: "Digits only, such as 2060591.",
  clientId: "Client id",
  clientIdHint: "Such as fb492b5e-7907-4d83-….",
  clientSecret: "Client secret",
  subscriptionKey: "Subscription key",
  subscriptionKeyHint: "The primary or the secondary one.",
  secretKept: (date: string) => `Saved ${date}. Leave this empty to keep it.`,
  secretHint: "Stored sealed, and never shown again.",
  currency: "Currency",
  currencyHint: "The one the sales unit takes. Invoices in another cannot be paid here.",
  paying: "How customers pay",
  brand: "Name shown to customers",
  brandHint: "In Denmark and Finland MobilePay is called Vipps from 12 January 2027. Change it here then.",
  push: "Ask the phone straight away",
  pushHint:
    "The payer gets a message in the app and stays on your page. Vipps MobilePay allows it for some sales units only: ask them first. Where it is not allowed (error 5080), the payer is sent to their page, with the number filled in.",
  pushRefused: (date: string) =>
    `MobilePay refused it on ${date}, and payers have been sent to its page since. Switch it on again once it is allowed.`,
  card: "Payment by card too",
  cardHint:
    "On MobilePay's page. It must be part of your agreement, and is not there in the test environment.",
  part: "Part payments",
  partHint: "A customer may pay less than the whole invoice, down to the smallest amount.",
  least: "Smallest part payment",
  prepayment: "Prepayment invoices",
  prepaymentHint:
    "Money may be taken only when what was sold is delivered. An ordinary invoice bills what is delivered, so its money is taken at once.",
  captures: {
    by_hand: "Reserve the money, and take it by hand within 14 days",
    at_once: "Take the money at once",
  },
  save: "Save",
  saveAndTest: "Save and test the connection",
  done: {
    saved: "Saved.",
    unchanged: "Nothing was changed.",
    keys_cleared:
      "Saved. The keys were those of the other environment and were taken away, so MobilePay is off. Type the keys of this one.",
    unit_changed: "Saved. The webhook of the sales unit before was removed. Register one for this one below.",
    registered: "MobilePay now tells us of payments.",
    removed:
      "The webhook was removed. Payments under way are asked about instead, which takes a little longer.",
    checked: "MobilePay still knows the webhook.",
    checked_anew: "MobilePay did not know the webhook as it should be. It was registered anew.",
  },
  tested: "The connection works: MobilePay took the keys.",
  notTested: "Saved, but the connection does not work.",
  notSaved: "Nothing was saved. Look at the marked fields; a secret must be typed again.",
  problems: {
    required: "This is needed.",
    required_on: "MobilePay cannot be switched on without it.",
    not_digits: "That is not a merchant serial number: 4 to 12 digits.",
    not_key: "A key has no spaces or special letters. Copy it once more.",
    too_long: "That is too long.",
    not_choice: "Choose one of these.",
    not_amount: "Write an amount, such as 100.00.",
    amount_range: "From 0.01 to 650,000.00.",
    attempts_open: "Payments or refunds are under way, so this stays until they have ended.",
    keys_needed:
      "Payments or refunds are under way that need it. Another may take its place; without any they would not come to their end.",
  },
  connection: {
    no_keys: "Save merchant serial number, client id, client secret and subscription key first.",
    unsealable:
      "The keys stored here cannot be opened: they were stored with another KVIT_SECRET. Type them again.",
    token_refused:
      "MobilePay did not take client id, client secret and subscription key. Look whether they belong together, and to this environment: test keys do not open production.",
    sales_unit:
      "MobilePay took the keys, but not for this merchant serial number. Look whether the number is that of the keys' sales unit.",
    host_unknown:
      "The name of MobilePay's server was not found. Look whether this machine can reach the internet, and its name server.",
    no_connection: "MobilePay's server could not be reached. Look whether a firewall stands between.",
    connection_lost: "The connection to MobilePay was cut. Try again.",
    timeout: "MobilePay did not answer in time. Try again in a little while.",
    certificate:
      "What answered could not prove that it is MobilePay: its certificate is not to be trusted. Nothing was told to it. A filter in your network may stand between.",
    clock:
      "The certificate of MobilePay is not valid on the date of this machine. Look whether its clock is right.",
    not_theirs:
      "What answered is not MobilePay as we know it. A proxy or sign-in page of your network may stand between.",
    busy: "MobilePay is busy or has trouble just now. Try again in a little while.",
    refused: "MobilePay refused, and did not say why in a way we know. The log of Kvit has its trace number.",
    not_public:
      "MobilePay cannot reach the portal: its address is one of this machine or network alone. Set PORTAL_ORIGIN to the https address your customers use, and start Kvit again.",
    not_https:
      "MobilePay delivers to https addresses only. Set PORTAL_ORIGIN to the https address your customers use, and start Kvit again.",
    port: "MobilePay delivers to the ports 80, 443 and 8080 only. Set PORTAL_ORIGIN to an address with one of these.",
    gone: "MobilePay does not know this webhook any more, and it could not be registered anew. Register it again.",
  },
  webhook: {
    title: "Webhook",
    hint: "By it MobilePay tells us at once when somebody has paid. Without it payments are found too, only later.",
    state: "State",
    states: {
      none: "Not registered",
      active: "Registered",
      problem: "Registered, with a problem",
      failed: "Not registered",
    },
    address: "Address",
    registered: "Registered on",
    received: "Last received",
    neverReceived: "Nothing yet",
    checked: "Last checked",
    portal: "Portal's address",
    register: "Register webhook",
    again: "Register again",
    check: "Check now",
    remove: "Remove",
    removeTitle: "Remove the webhook?",
    removeText:
      "MobilePay then no longer tells us of payments. They are asked about instead, which takes longer.",
    keep: "Keep it",
    notDone: "That did not work.",
    keysFirst: "Save the keys first.",
  },
}

export type MobilePaySettingsTexts = typeof mobilePaySettingsEn
