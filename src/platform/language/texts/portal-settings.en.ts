/** Words of the portal's own settings page, and of what asks before something is shown or hidden. */
type Shown = { shown: boolean; documents: number | null; customers: number }

const count = (number: number) => number.toLocaleString("en-GB")
const documents = (number: number) => `${count(number)} ${number === 1 ? "document" : "documents"}`
const customers = (number: number) => `${count(number)} ${number === 1 ? "customer" : "customers"}`

export const portalSettingsEn = {
  title: "Customer Portal",
  enabled: "Enable Customer Portal",
  enabledHint: "Off: every portal link and page says “Portal not available”.",
  access: "Access",
  signInFirst: "Require sign-in first on document links",
  signInFirstHint:
    "On: a link to a document asks for a sign-in and then opens the document. Links sent before do so too.",
  tokenExpiryDays: "Token Expiry (days)",
  tokenExpiryHint:
    "From 1 to 365. A change counts for tokens made from then on; those already made keep their end.",
  tokenExpiryProblem: "Write a whole number from 1 to 365.",
  shown: "What customers see",
  shownHint:
    "What is off is gone everywhere: lists, search, PDF, and links you sent before. Invoices are always shown.",
  showQuotes: "Show Quotes",
  showOrders: "Show Sales Orders",
  showCreditNotes: "Show Credit Notes",
  showStatement: "Show Statement of Account",
  showPricesWithVat: "Show prices including VAT to private customers",
  messages: "Messages",
  allowMessages: "Allow Customer Messages",
  welcome: "Welcome Message",
  welcomeHint: "At the top of the portal. Line breaks are kept and web addresses become links.",
  welcomeIn: { da: "Welcome Message in Danish", en: "Welcome Message in English" },
  welcomeLeft: "{left} of 500 characters left",
  welcomeProblem: "At most 500 characters.",
  manageTokens: "Manage Portal Access Tokens",
  confirm: {
    hide: "Hide this from customers?",
    show: "Show this to customers?",
    both: "Change what customers see?",
    save: "Save",
    back: "Go back and change",
  },
  impact: (label: string, impact: Shown) => {
    const what = impact.documents === null ? "The statement" : documents(impact.documents)
    const verb = impact.shown ? "will be seen" : "will no longer be seen"
    return `${label} ${impact.shown ? "on" : "off"}: ${what} of ${customers(impact.customers)} ${verb}.`
  },
  featureOff: "The feature “Customer Portal” is off, so none of this is in use.",
  featureSwitch: "Go to the switch",
  notInEdition: "The customer portal is not part of this edition of Kvit.",
  preview: {
    closedTitle: "The portal is closed",
    closed: "Enable the customer portal first; then you can look at it as this customer.",
    blockedTitle: "This customer cannot come in",
    blocked: "Portal access of this customer is off, or the customer was merged into another.",
    twoHostsTitle: "Not from this address",
    twoHosts:
      "The portal has a host name of its own here, and Kvit cannot carry you over to it yet. Use “Copy portal link” and open the link.",
  },
}
export type PortalSettingsTexts = typeof portalSettingsEn
