/** Words of the list of portal tokens and what is done with them. */
const customers = (number: number) =>
  `${number.toLocaleString("en-GB")} ${number === 1 ? "customer" : "customers"}`
const tokens = (number: number) => `${number.toLocaleString("en-GB")} ${number === 1 ? "token" : "tokens"}`

export const portalTokensEn = {
  title: "Customer portal tokens",
  intro:
    "A token is a secret link that opens one customer's own documents, with no sign-in. Each customer has at most one that works.",
  settings: "Portal settings",
  columns: {
    customer: "Customer",
    state: "State, expires on",
    made: "Made on, by",
    used: "Last used, uses",
  },
  states: { active: "Active", expired: "Expired", revoked: "Revoked" },
  filter: "State",
  all: "All",
  search: "Search by customer",
  searchPlaceholder: "Name, number, CVR, e-mail …",
  searchSubmit: "Search",
  expires: (date: string) => `Expires ${date}`,
  expired: (date: string) => `Expired ${date}`,
  wouldExpire: (date: string) => `Expiry ${date}`,
  byProgram: "Kvit",
  neverUsed: "Never used",
  uses: (uses: number) => (uses === 1 ? "1 use" : `${uses.toLocaleString("en-GB")} uses`),
  copy: "Copy portal link",
  copyOf: (name: string) => `Copy portal link of ${name}`,
  revoke: "Revoke",
  revokeOf: (name: string) => `Revoke the token of ${name}`,
  regenerate: "Regenerate",
  regenerateOf: (name: string) => `Regenerate the token of ${name}`,
  empty: "No tokens yet",
  emptyText: "Generate one for a customer, or for all customers without one.",
  nothingFound: "No token found",
  nothingFoundText: "Nothing matches what you searched for.",
  link: {
    title: (name: string) => `Portal link of ${name}`,
    label: "Portal link",
    note: (date: string) =>
      `Works until ${date}. Whoever has it sees this customer's documents, so send it to nobody else.`,
    portalOff: "The portal is not enabled: until it is, this link says “Portal not available”.",
  },
  generate: {
    title: "Generate for a customer",
    customer: "Customer",
    customerHint: "Number, CVR, e-mail or name.",
    submit: "Generate",
    none: "No customer found.",
    several: "Several customers match. Choose one:",
    hasActive: (name: string) => `${name} has an active token already. Copy its link, or regenerate it.`,
    blocked: (name: string) => `${name} is blocked from the portal.`,
  },
  missing: {
    button: "Generate for all customers without one",
    title: "Generate the missing tokens?",
    text: (count: number) =>
      `${customers(count)} may come in and ${count === 1 ? "has" : "have"} no active token. Nothing is sent to anybody.`,
    confirm: (count: number) => `Generate ${tokens(count)}`,
    none: "Every customer who may come in has an active token.",
  },
  revokeAll: {
    button: "Revoke all",
    title: "Revoke all tokens?",
    text: (count: number) =>
      `${tokens(count)} ${count === 1 ? "stops" : "stop"} working at once, and whoever came in by one is out. It cannot be undone.`,
    confirm: (count: number) => `Revoke ${tokens(count)}`,
    none: "No token is active.",
  },
  revokeOne: {
    title: (name: string) => `Revoke the token of ${name}?`,
    what: "What is to stop?",
    token: "This token only",
    tokenHint: "The link stops at once, and whoever came in by it is out. You can generate another.",
    block: "Block this customer",
    blockHint: "No way into the portal at all, until you let them in again on the customer's card.",
    confirm: "Revoke",
    gone: "This token is not active any more.",
  },
  regenerateOne: {
    title: (name: string) => `Regenerate the token of ${name}?`,
    text: "A new link is made. The old one stops at once, and whoever came in by it is out.",
    confirm: "Regenerate",
  },
  done: {
    generated: "The token was made. Copy its link and send it to the customer.",
    regenerated: "A new token was made. The old link is dead.",
    revoked: "The token was revoked.",
    blocked: "The customer was blocked and the token revoked.",
    missing: "The missing tokens were made.",
    revoked_all: "All tokens were revoked.",
    not_active: "The token was not active any more. Nothing was changed.",
    has_active: "The customer has an active token already.",
    customer_blocked: "The customer is blocked from the portal. Let them in on the customer's card first.",
  },
}
export type PortalTokensTexts = typeof portalTokensEn
