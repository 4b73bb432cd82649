/**
 * What Kvit asks of MobilePay, in its own words: the ePayment, access token and webhooks interfaces of Vipps MobilePay.
 * `docs/mobilepay.md` says what each state means.
 */

/** An amount at the provider: whole minor units that fit a JSON number (at most 65,000,000). */
export interface ProviderAmount {
  currency: string
  value: bigint
}

/** Of one sales unit, with the address that is asked. */
export interface MobilePayKeys {
  /** `https://api.vipps.no`, `https://apitest.vipps.no`, or the simulator's. */
  baseUrl: string
  clientId: string
  clientSecret: string
  subscriptionKey: string
  merchantSerialNumber: string
}

/** Why a call came to nothing. Branch on `kind` and `code`, never on a text. */
export interface ProviderProblem {
  /**
   * - `unreachable`: no answer, a cut one, none in time, or one that is not the provider's (of a wrong shape, too
   *   large, a redirect); nobody knows whether it was done.
   * - `busy`: 423, 429 or 5xx, or a code that says to ask again (6160, 6250, 6280); the same call may be repeated
   *   under the same key.
   * - `keys`: 401 or 403; the keys or their rights are wrong.
   * - `refused`: any other answer; the same key stays refused.
   */
  kind: "unreachable" | "busy" | "keys" | "refused"
  /** The HTTP status; null where there was no answer. */
  status: number | null
  /** The provider's four-digit error code, such as `5080`. */
  code: string | null
  traceId: string | null
  /** Of the way there, where that was it; says staff what to mend. */
  cause?: ProviderCause
  /** For the log and for staff, never for a customer. */
  detail: string
}

/**
 * - `token_refused`: client id, client secret or subscription key were not taken.
 * - `clock`: the certificate is not valid on the date this machine believes it is.
 * - `not_theirs`: something answered that is not the provider, or not as it promised.
 */
export type ProviderCause =
  | "token_refused"
  | "host_unknown"
  | "no_connection"
  | "connection_lost"
  | "timeout"
  | "certificate"
  | "clock"
  | "not_theirs"

export type ProviderAnswer<T> = { ok: true; value: T } | { ok: false; problem: ProviderProblem }

export interface NewProviderPayment {
  reference: string
  amount: ProviderAmount
  /** 3 to 100 characters; shown to the payer. */
  description: string
  flow: "push" | "redirect"
  method: "wallet" | "card"
  /** Country code and number, digits only; required for `push`. */
  phoneNumber: string | null
  /** Where the payer comes back to; required for `redirect`. */
  returnUrl: string | null
}

export type ProviderState = "CREATED" | "AUTHORIZED" | "ABORTED" | "EXPIRED" | "TERMINATED"

export interface ProviderPayment {
  reference: string
  state: ProviderState
  amount: ProviderAmount
  authorized: ProviderAmount
  captured: ProviderAmount
  refunded: ProviderAmount
  cancelled: ProviderAmount
  redirectUrl: string | null
}

/** One line of the provider's log of a payment, or the body of a webhook. */
export interface ProviderPaymentEvent {
  reference: string
  pspReference: string
  /** `CREATED`, `AUTHORIZED`, `ABORTED`, `EXPIRED`, `TERMINATED`, `CAPTURED`, `CANCELLED`, `REFUNDED`. */
  name: string
  amount: ProviderAmount
  timestamp: Date
  success: boolean
  idempotencyKey: string | null
}

/** What the aggregate is after a capture, refund or cancel. */
export type ProviderAggregate = Pick<
  ProviderPayment,
  "state" | "authorized" | "captured" | "refunded" | "cancelled"
>

export interface ProviderWebhook {
  id: string
  url: string
  events: string[]
}

/**
 * The calls. Each answers, and never throws for what the provider or the network does; repeating one under its
 * idempotency key does nothing twice. A call takes 15 seconds at most and repeats itself where that can help.
 */
export interface MobilePayClient {
  createPayment(
    payment: NewProviderPayment,
    idempotencyKey: string,
  ): Promise<ProviderAnswer<{ redirectUrl: string | null }>>
  getPayment(reference: string): Promise<ProviderAnswer<ProviderPayment>>
  listEvents(reference: string): Promise<ProviderAnswer<ProviderPaymentEvent[]>>
  capturePayment(
    reference: string,
    amount: ProviderAmount,
    idempotencyKey: string,
  ): Promise<ProviderAnswer<ProviderAggregate>>
  refundPayment(
    reference: string,
    amount: ProviderAmount,
    idempotencyKey: string,
  ): Promise<ProviderAnswer<ProviderAggregate>>
  /** `onlyIfNotApproved` cancels nothing that the payer has approved already (error 6060). */
  cancelPayment(
    reference: string,
    options: { onlyIfNotApproved: boolean },
    idempotencyKey: string,
  ): Promise<ProviderAnswer<ProviderAggregate>>
  registerWebhook(
    url: string,
    events: readonly string[],
  ): Promise<ProviderAnswer<{ id: string; secret: string }>>
  listWebhooks(): Promise<ProviderAnswer<ProviderWebhook[]>>
  removeWebhook(id: string): Promise<ProviderAnswer<null>>
  /** Whether the keys open the door: asks for a fresh token and reads something harmless with it. */
  testConnection(): Promise<ProviderAnswer<null>>
}
