/** What the simulator knows; all of it is JSON, so that it can be kept in a file. Moments are milliseconds. */

export type Currency = "DKK" | "EUR" | "NOK"

/** Whole minor units, as the interfaces carry them: at most 65,000,000, so a number holds them exactly. */
export interface Amount {
  currency: Currency
  value: number
}

/** A sales unit: its keys, and what it may do. */
export interface Unit {
  msn: string
  name: string
  clientId: string
  clientSecret: string
  subscriptionKey: string
  currency: Currency
  /** Whether it may ask a phone without the landing page; otherwise error 5080. */
  pushAllowed: boolean
  cardAllowed: boolean
  /** Whether it may take a part of what is reserved; otherwise error 6140. */
  partialCaptureAllowed: boolean
  /** Whether it may set `expiresAt`; otherwise error 5050. */
  longLivingAllowed: boolean
  bankAccountVerified: boolean
}

export type PaymentState = "CREATED" | "AUTHORIZED" | "ABORTED" | "EXPIRED" | "TERMINATED"
export type EventName = PaymentState | "CAPTURED" | "CANCELLED" | "REFUNDED"

export interface PaymentEvent {
  name: EventName
  pspReference: string
  value: number
  at: number
  idempotencyKey: string | null
}

export interface Payment {
  /** Stands in the landing page's address. */
  token: string
  msn: string
  reference: string
  pspReference: string
  state: PaymentState
  currency: Currency
  value: number
  authorized: number
  captured: number
  refunded: number
  cancelled: number
  description: string | null
  method: "WALLET" | "CARD"
  flow: "PUSH_MESSAGE" | "WEB_REDIRECT" | "QR" | "NATIVE_REDIRECT"
  returnUrl: string | null
  metadata: Record<string, string> | null
  /** The number sent along, or the one the payer gave on the landing page. */
  phoneNumber: string | null
  /** Whether it is in the app: pushed there, or its number confirmed on the landing page. */
  isInApp: boolean
  /** The payer looked at it and put it away; it still waits. */
  isIgnored: boolean
  /** Why the last approval came to nothing, as a word; the payer may try again. */
  refusal: string | null
  /** Approved with an unknown outcome, which is known by then. */
  unknownUntil: number | null
  createdAt: number
  expiresAt: number
  authorizedAt: number | null
  /** What is not taken by then is released. */
  captureUntil: number | null
  events: PaymentEvent[]
}

export interface Registration {
  id: string
  msn: string
  url: string
  events: string[]
  secret: string
  /** Since when every delivery failed; after two weeks the registration is deleted. */
  failingSince: number | null
}

/** One event on its way to one registration. */
export interface Delivery {
  id: string
  registrationId: string
  reference: string
  name: EventName
  body: string
  state: "waiting" | "delivered" | "dropped" | "given_up"
  /** Lower goes first among those of the same registration and payment. */
  position: number
  createdAt: number
  dueAt: number
  /** How often it is still to be delivered. */
  copies: number
  attempts: number
  /** HTTP status of the last attempt; 0 where there was no answer. */
  lastStatus: number | null
}

export interface IdempotentAnswer {
  operation: string
  reference: string
  bodyHash: string
  status: number
  body: string
}

export interface AccessToken {
  msn: string
  expiresAt: number
}

export interface State {
  version: 1
  /** How far the clock was put forward. */
  clockOffset: number
  units: Unit[]
  tokens: Record<string, AccessToken>
  payments: Payment[]
  registrations: Registration[]
  deliveries: Delivery[]
  /** By sales unit and key. */
  answers: Record<string, IdempotentAnswer>
}

/** The sales unit that is there from the start. Its keys open nothing but a simulator. */
export const sampleUnit: Unit = {
  msn: "9000001",
  name: "Simulated shop",
  clientId: "5a1e0000-51a7-4000-8000-000000009001",
  clientSecret: "simulated-client-secret",
  subscriptionKey: "simulated5ubscriptionkey00009001",
  currency: "DKK",
  pushAllowed: true,
  cardAllowed: true,
  partialCaptureAllowed: true,
  longLivingAllowed: false,
  bankAccountVerified: true,
}

export function createState(): State {
  return {
    version: 1,
    clockOffset: 0,
    units: [{ ...sampleUnit }],
    tokens: {},
    payments: [],
    registrations: [],
    deliveries: [],
    answers: {},
  }
}
