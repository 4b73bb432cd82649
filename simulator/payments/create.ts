import { randomBytes, randomUUID } from "node:crypto"
import { z } from "zod"
import type { Payment, Unit } from "../world/state.ts"
import type { World } from "../world/world.ts"
import { day, findPayment, minute } from "./payment.ts"
import { recordEvent } from "./record-event.ts"
import { type Outcome, type RefusalCode, refuse, refuseFields } from "./refusals.ts"

/** The form of the request; what it means is asked afterwards, with an error code. */
const requestSchema = z.strictObject({
  amount: z.strictObject({ value: z.number(), currency: z.enum(["NOK", "DKK", "EUR"]) }),
  customer: z
    .object({
      phoneNumber: z.string().optional(),
      personalQr: z.string().optional(),
      customerToken: z.string().optional(),
    })
    .refine((customer) => Object.values(customer).filter((each) => each !== undefined).length === 1, {
      message: "Exactly one of phoneNumber, personalQr and customerToken is required.",
    })
    .optional(),
  customerInteraction: z.enum(["CUSTOMER_PRESENT", "CUSTOMER_NOT_PRESENT"]).optional(),
  industryData: z.object({}).optional(),
  paymentMethod: z.strictObject({ type: z.enum(["WALLET", "CARD"]) }),
  profile: z.object({ scope: z.string().optional() }).optional(),
  reference: z.string().regex(/^[a-zA-Z0-9-]{8,64}$/, "Must match ^[a-zA-Z0-9-]{8,64}$."),
  returnUrl: z.string().max(2500).optional(),
  userFlow: z.enum(["PUSH_MESSAGE", "NATIVE_REDIRECT", "WEB_REDIRECT", "QR"]),
  expiresAt: z.iso.datetime({ offset: true }).nullish(),
  qrFormat: z.object({ format: z.string() }).nullish(),
  paymentDescription: z.string().min(3).max(100).optional(),
  receipt: z.object({ orderLines: z.array(z.object({})).min(1), bottomLine: z.object({}) }).optional(),
  metadata: z.record(z.string(), z.string()).nullish(),
  receiptUrl: z.string().nullish(),
  minimumUserAge: z.number().int().min(0).max(100).nullish(),
  merchantLegalLinks: z.object({}).optional(),
  blockedSources: z.unknown().optional(),
  shipping: z.object({}).optional(),
})
type CreateRequest = z.output<typeof requestSchema>

const mostValue = 65_000_000
const leastValue = { DKK: 1, EUR: 1, NOK: 100 }
/** The whole time to approve, where the request names none. */
export const approvalMinutes = 10

/** Makes a payment of what the request says, and pushes it to the phone where that was asked for. */
export function createPayment(
  world: World,
  unit: Unit,
  body: unknown,
  idempotencyKey: string,
): Outcome<Payment> {
  const parsed = requestSchema.safeParse(body)
  if (!parsed.success) {
    const field = ({ path, message }: z.core.$ZodIssue) => ({
      name: path.join(".") || "body",
      reason: message,
    })
    return refuseFields(parsed.error.issues.map(field))
  }
  const request = parsed.data
  const code =
    findAmountProblem(request, unit) ??
    findPlaceProblem(request, unit) ??
    findCustomerProblem(request, world.settings.unknownNumbers) ??
    findMetadataProblem(request.metadata ?? {}) ??
    findExpiryProblem(request, unit, world.now())
  if (code) return refuse(code)
  if (findPayment(world, unit.msn, request.reference)) return refuse(4150)
  const payment = makePayment(request, unit, world.now())
  world.state.payments.push(payment)
  recordEvent(world, payment, "CREATED", payment.value, idempotencyKey)
  return { ok: true, value: payment }
}

function makePayment(request: CreateRequest, unit: Unit, now: number): Payment {
  return {
    token: randomBytes(24).toString("base64url"),
    msn: unit.msn,
    reference: request.reference,
    pspReference: randomUUID(),
    state: "CREATED",
    currency: request.amount.currency,
    value: request.amount.value,
    authorized: 0,
    captured: 0,
    refunded: 0,
    cancelled: 0,
    description: request.paymentDescription ?? null,
    method: request.paymentMethod.type,
    flow: request.userFlow,
    returnUrl: request.returnUrl ?? null,
    metadata: request.metadata ?? null,
    phoneNumber: request.customer?.phoneNumber ?? null,
    isInApp: request.userFlow === "PUSH_MESSAGE",
    isIgnored: false,
    refusal: null,
    unknownUntil: null,
    createdAt: now,
    expiresAt: request.expiresAt ? Date.parse(request.expiresAt) : now + approvalMinutes * minute,
    authorizedAt: null,
    captureUntil: null,
    events: [],
  }
}

function findAmountProblem({ amount }: CreateRequest, unit: Unit): RefusalCode | null {
  if (!Number.isInteger(amount.value) || amount.value < 0 || amount.value > mostValue) return 4040
  if (amount.currency !== unit.currency) return 5040
  return amount.value < leastValue[amount.currency] ? 6010 : null
}

/** Where and how it is approved. */
function findPlaceProblem(
  { userFlow, customer, returnUrl, paymentMethod }: CreateRequest,
  unit: Unit,
): RefusalCode | null {
  if (userFlow === "WEB_REDIRECT" && !returnUrl) return 4140
  if (userFlow === "PUSH_MESSAGE" && !customer) return 4140
  if (returnUrl !== undefined && !isReturnUrl(returnUrl)) return 4090
  if (!unit.bankAccountVerified) return 5060
  if (userFlow === "PUSH_MESSAGE" && !unit.pushAllowed) return 5080
  const isCard = paymentMethod.type === "CARD"
  return isCard && (userFlow !== "WEB_REDIRECT" || !unit.cardAllowed) ? 5070 : null
}

const openSchemes = /^(javascript|data|vbscript|file|blob|http):/i

/** `https`, or a scheme of an app's own; plain `http` only to a machine that nobody outside can be. */
function isReturnUrl(text: string): boolean {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) return false
  return !openSchemes.test(text) || isPrivateHttp(text)
}

/** `http://` to this machine or a private network (RFC 1918), which the provider itself would not take. */
export function isPrivateHttp(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  const isPrivate =
    /^(localhost|.*\.localhost|\[::1\]|(127|10)\.[\d.]+|192\.168\.[\d.]+|172\.(1[6-9]|2\d|3[01])\.[\d.]+)$/
  return protocol === "http:" && isPrivate.test(hostname)
}

function findCustomerProblem({ customer }: CreateRequest, unknownNumbers: string[]): RefusalCode | null {
  if (!customer) return null
  if (customer.personalQr !== undefined) return 4060
  if (customer.customerToken !== undefined) return 4050
  if (!/^\d{9,15}$/.test(customer.phoneNumber ?? "")) return 4070
  return unknownNumbers.includes(customer.phoneNumber ?? "") ? 7010 : null
}

function findMetadataProblem(metadata: Record<string, string>): RefusalCode | null {
  const pairs = Object.entries(metadata)
  if (pairs.length > 5) return 4100
  if (pairs.some(([key]) => key.length > 100)) return 4120
  return pairs.some(([, value]) => value.length > 500) ? 4130 : null
}

function findExpiryProblem(
  { expiresAt, userFlow, receipt }: CreateRequest,
  unit: Unit,
  now: number,
): RefusalCode | null {
  if (!expiresAt) return null
  if (!unit.longLivingAllowed) return 5050
  if (userFlow !== "PUSH_MESSAGE" && userFlow !== "QR") return 5070
  if (!receipt) return 6130
  if (Date.parse(expiresAt) <= now + approvalMinutes * minute) return 6120
  return Date.parse(expiresAt) > now + 60 * day ? 6110 : null
}
