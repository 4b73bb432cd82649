/**
 * Every address of Kvit, who may come to it, and how links to it are made. A table of contents: doors
 * mount their pages from it and guards read `access`, so no page exists that is not written here.
 * Imports nothing; anyone may use it.
 */

export type Method = "GET" | "POST"

/**
 * - `anyone`: no session asked.
 * - `customer`: a customer's session; everything is read through it.
 * - `document`: that, or the link of this one document.
 * - `payment`: that, or the link of the one document that this payment pays.
 * - `staff`: a member of staff, read-only ones too.
 * - `staff_write`: owner and staff, not read-only.
 * - `owner`: owners only.
 */
export type Access = "anyone" | "customer" | "document" | "payment" | "staff" | "staff_write" | "owner"

/** Which door answers, and so on which host name where staff and portal have one each. */
export type Door = "portal" | "staff" | "any"

type ParameterNames<Path extends string> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParameterNames<`/${Rest}`>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never

type Methods = Readonly<Partial<Record<Method, Access>>>

export interface Route<Path extends string = string, M extends Methods = Methods> {
  readonly path: Path
  readonly door: Door
  readonly methods: M
  /** The address, with parameters put in (encoded) and `query` behind it; empty values are left out. */
  to(...parameters: LinkArguments<Path>): string
}

type Query = Record<string, string | number | undefined>
type LinkArguments<Path extends string> = [ParameterNames<Path>] extends [never]
  ? [query?: Query]
  : [parameters: Record<ParameterNames<Path>, string | number>, query?: Query]

function route<const Path extends string, const M extends Methods>(
  door: Door,
  path: Path,
  methods: M,
): Route<Path, M> {
  // Cut once: `/portal/documents/`, `id`, `/pdf` …
  const parts = path.split(/:(\w+)/)
  const hasParameters = parts.length > 1
  return {
    path,
    door,
    methods,
    to(...given) {
      const values = (hasParameters ? given[0] : undefined) as Record<string, string | number> | undefined
      const query = (hasParameters ? given[1] : given[0]) as Query | undefined
      let filled = parts[0] ?? ""
      for (let at = 1; at < parts.length; at += 2)
        filled += encodeURIComponent(String(values?.[parts[at] ?? ""] ?? "")) + (parts[at + 1] ?? "")
      return query ? filled + writeQuery(query) : filled
    },
  }
}

function writeQuery(query: Query): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined && value !== "")
  if (pairs.length === 0) return ""
  return `?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}`
}

const portal = <const Path extends string, const M extends Methods>(path: Path, methods: M) =>
  route("portal", path, methods)
const staff = <const Path extends string, const M extends Methods>(path: Path, methods: M) =>
  route("staff", path, methods)

export const routes = {
  portal: {
    home: portal("/portal", { GET: "customer" }),
    events: portal("/portal/events", { GET: "customer" }),
    documents: portal("/portal/documents", { GET: "customer" }),
    document: portal("/portal/documents/:id", { GET: "document" }),
    documentPdf: portal("/portal/documents/:id/pdf", { GET: "document" }),
    documentXml: portal("/portal/documents/:id/xml", { GET: "document" }),
    documentAttachment: portal("/portal/documents/:id/attachments/:position", { GET: "document" }),
    documentPay: portal("/portal/documents/:id/pay", { GET: "document", POST: "document" }),
    documentBankPayment: portal("/portal/documents/:id/bank-payments", { POST: "document" }),
    documentEvents: portal("/portal/documents/:id/events", { GET: "document" }),
    paymentEvents: portal("/portal/payments/:id/events", { GET: "payment" }),
    statement: portal("/portal/statement", { GET: "customer" }),
    statementPdf: portal("/portal/statement.pdf", { GET: "customer" }),
    statementCsv: portal("/portal/statement.csv", { GET: "customer" }),
    statementMail: portal("/portal/statement/mail", { POST: "customer" }),
    signIn: portal("/portal/sign-in", { GET: "anyone", POST: "anyone" }),
    signInCode: portal("/portal/sign-in/code", { GET: "anyone", POST: "anyone" }),
    signInLink: portal("/portal/sign-in/link/:token", { GET: "anyone", POST: "anyone" }),
    accessRequest: portal("/portal/sign-in/unknown-address", { GET: "anyone", POST: "anyone" }),
    sessions: portal("/portal/sessions", { GET: "customer" }),
    sessionEnd: portal("/portal/sessions/:id/end", { POST: "customer" }),
    signOut: portal("/portal/sign-out", { POST: "anyone" }),
    signOutEverywhere: portal("/portal/sign-out/everywhere", { POST: "customer" }),
    token: portal("/portal/p/:token", { GET: "anyone" }),
    documentLink: portal("/portal/d/:link", { GET: "anyone" }),
    toSignIn: portal("/portal/s/:token", { GET: "anyone" }),
    pay: portal("/portal/pay", { GET: "customer", POST: "customer" }),
    payment: portal("/portal/payments/:id", { GET: "payment" }),
    /** On the way to MobilePay's own page. */
    paymentGo: portal("/portal/payments/:id/go", { GET: "payment" }),
    paymentCancel: portal("/portal/payments/:id/cancel", { POST: "payment" }),
    /** Where MobilePay brings the payer back to, in whatever browser. */
    paymentReturn: portal("/portal/payments/:id/return", { GET: "anyone" }),
    logo: portal("/portal/logo", { GET: "anyone" }),
    brand: portal("/portal/brand.css", { GET: "anyone" }),
    /** In the demo alone; elsewhere nothing is there. */
    demoMailbox: portal("/portal/demo/mailbox", { GET: "anyone" }),
  },
  staff: {
    home: staff("/", { GET: "staff" }),
    events: staff("/events", { GET: "staff" }),
    setUp: staff("/set-up", { GET: "anyone", POST: "anyone" }),
    signIn: staff("/sign-in", { GET: "anyone", POST: "anyone" }),
    signInSecondFactor: staff("/sign-in/second-factor", { GET: "anyone", POST: "anyone" }),
    signOut: staff("/sign-out", { POST: "anyone" }),
    account: staff("/account", { GET: "staff" }),
    accountPassword: staff("/account/password", { POST: "staff" }),
    accountSecondFactor: staff("/account/second-factor", { GET: "staff", POST: "staff" }),
    accountRecoveryCodes: staff("/account/recovery-codes", { POST: "staff" }),
    accountSession: staff("/account/sessions/:id/end", { POST: "staff" }),
    logo: staff("/logo", { GET: "anyone" }),
    brand: staff("/brand.css", { GET: "anyone" }),

    customers: staff("/customers", { GET: "staff" }),
    customer: staff("/customers/:id", { GET: "staff" }),
    customerPortalAccess: staff("/customers/:id/portal-access", { GET: "staff_write", POST: "staff_write" }),
    customerPreview: staff("/customers/:id/preview", { POST: "staff" }),
    customerToken: staff("/customers/:id/tokens", { POST: "staff_write" }),
    customerPortalLinkMail: staff("/customers/:id/portal-link/mail", { POST: "staff_write" }),
    customerSignInLink: staff("/customers/:id/sign-in-link", { POST: "staff_write" }),
    customerCredit: staff("/customers/:id/credit", { GET: "staff_write", POST: "staff_write" }),
    customerOpeningBalance: staff("/customers/:id/opening-balance", {
      GET: "staff_write",
      POST: "staff_write",
    }),
    customerStatement: staff("/customers/:id/statement", { GET: "staff" }),
    customerStatementPdf: staff("/customers/:id/statement.pdf", { GET: "staff" }),
    customerStatementCsv: staff("/customers/:id/statement.csv", { GET: "staff" }),
    customerStatementMail: staff("/customers/:id/statement/mail", { POST: "staff_write" }),
    customerLinksClose: staff("/customers/:id/links/close", { GET: "staff_write", POST: "staff_write" }),
    customerPayments: staff("/customers/:id/payments", { GET: "staff_write", POST: "staff_write" }),

    documents: staff("/documents", { GET: "staff" }),
    document: staff("/documents/:id", { GET: "staff" }),
    documentPdf: staff("/documents/:id/pdf", { GET: "staff" }),
    documentXml: staff("/documents/:id/xml", { GET: "staff" }),
    documentAttachment: staff("/documents/:id/attachments/:position", { GET: "staff" }),
    documentPayments: staff("/documents/:id/payments", { GET: "staff_write", POST: "staff_write" }),
    documentWriteOff: staff("/documents/:id/write-off", { GET: "staff_write", POST: "staff_write" }),
    documentWriteOffBack: staff("/documents/:id/write-offs/:writeOff/take-back", { POST: "staff_write" }),
    documentShare: staff("/documents/:id/share", { POST: "staff_write" }),
    documentSharing: staff("/documents/:id/sharing", { GET: "staff_write", POST: "staff_write" }),
    documentSend: staff("/documents/:id/send", { GET: "staff_write", POST: "staff_write" }),
    documentLinks: staff("/documents/:id/links", { POST: "staff_write" }),
    documentLinkCopy: staff("/document-links/:id/copy", { POST: "staff_write" }),
    documentLinkClose: staff("/document-links/:id/close", { POST: "staff_write" }),
    shareUndo: staff("/shares/:id/undo", { POST: "staff_write" }),

    payments: staff("/payments", { GET: "staff" }),
    payment: staff("/payments/:id", { GET: "staff" }),
    paymentRefund: staff("/payments/:id/refund", { GET: "staff_write", POST: "staff_write" }),
    refundAgain: staff("/payments/refunds/:id/again", { POST: "staff_write" }),
    paymentNoticeDismiss: staff("/payments/notices/:id/dismiss", { POST: "staff_write" }),
    paymentAttempt: staff("/payments/attempts/:id", { GET: "staff" }),
    paymentAttemptCheck: staff("/payments/attempts/:id/check", { POST: "staff_write" }),
    paymentAttemptCapture: staff("/payments/attempts/:id/capture", {
      GET: "staff_write",
      POST: "staff_write",
    }),
    paymentAttemptRelease: staff("/payments/attempts/:id/release", {
      GET: "staff_write",
      POST: "staff_write",
    }),

    activity: staff("/activity", { GET: "staff" }),
    accessRequestDone: staff("/activity/requests/:id/done", { POST: "staff_write" }),

    settings: staff("/settings", { GET: "staff" }),
    businessSettings: staff("/settings/business", { GET: "staff", POST: "owner" }),
    featureSettings: staff("/settings/features", { GET: "staff", POST: "owner" }),
    portalSettings: staff("/settings/portal", { GET: "staff", POST: "owner" }),
    emailSettings: staff("/settings/email", { GET: "staff", POST: "owner" }),
    emailTest: staff("/settings/email/test", { POST: "owner" }),
    emailRemove: staff("/settings/email/remove", { GET: "owner", POST: "owner" }),
    emailTemplates: staff("/settings/email/templates", { GET: "staff" }),
    emailTemplate: staff("/settings/email/templates/:template", { GET: "staff", POST: "owner" }),
    mobilePaySettings: staff("/settings/mobilepay", { GET: "staff", POST: "owner" }),
    mobilePayWebhook: staff("/settings/mobilepay/webhook", { POST: "owner" }),
    mobilePayWebhookCheck: staff("/settings/mobilepay/webhook/check", { POST: "owner" }),
    mobilePayWebhookRemove: staff("/settings/mobilepay/webhook/remove", { GET: "owner", POST: "owner" }),
    mails: staff("/mails", { GET: "staff" }),
    mail: staff("/mails/:id", { GET: "staff" }),
    mailHtml: staff("/mails/:id/html", { GET: "staff_write" }),
    mailAgain: staff("/mails/:id/again", { POST: "staff_write" }),
    staffMembers: staff("/settings/staff", { GET: "staff" }),
    portalTokens: staff("/settings/portal/tokens", { GET: "staff", POST: "staff_write" }),
    portalInvitations: staff("/settings/portal/invitations", { GET: "staff", POST: "staff_write" }),
    portalInvitationStop: staff("/settings/portal/invitations/stop", { POST: "staff_write" }),
    portalTokenMail: staff("/settings/portal/tokens/:id/mail", { POST: "staff_write" }),
    portalTokensMissing: staff("/settings/portal/tokens/missing", {
      GET: "staff_write",
      POST: "staff_write",
    }),
    portalTokensAll: staff("/settings/portal/tokens/all", { GET: "owner", POST: "owner" }),
    portalTokenCopy: staff("/settings/portal/tokens/:id/copy", { POST: "staff_write" }),
    portalTokenRevoke: staff("/settings/portal/tokens/:id/revoke", {
      GET: "staff_write",
      POST: "staff_write",
    }),
    portalTokenRegenerate: staff("/settings/portal/tokens/:id/regenerate", {
      GET: "staff_write",
      POST: "staff_write",
    }),
  },
  callbacks: {
    /** What MobilePay tells of payments; `id` is the webhook's. */
    mobilePay: route("any", "/callbacks/mobilepay/:id", { POST: "anyone" }),
  },
  system: {
    asset: route("any", "/assets/:file", { GET: "anyone" }),
    health: route("any", "/healthz", { GET: "anyone" }),
    ready: route("any", "/readyz", { GET: "anyone" }),
    robots: route("any", "/robots.txt", { GET: "anyone" }),
  },
} as const

/** Every route, with its name, such as `portal.document`. */
export const allRoutes: readonly { name: string; route: Route }[] = Object.entries(routes).flatMap(
  ([door, table]) =>
    Object.entries(table).map(([name, entry]) => ({ name: `${door}.${name}`, route: entry as Route })),
)
