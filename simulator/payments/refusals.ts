/** The provider's error codes. Titles are for people; programs branch on the code and the status. */

export interface Refusal {
  status: number
  code: string | null
  title: string
  /** What of the request is wrong, where it is its form. */
  fields: { name: string; reason: string }[]
}

export type Outcome<T> = { ok: true; value: T } | { ok: false; refusal: Refusal }

/** Code → HTTP status and title. Where no source tells the status it is 400, as for 6080. */
const codes = {
  4010: [409, "Capture idempotency conflict"],
  4020: [409, "Idempotency error"],
  4040: [400, "Invalid amount"],
  4050: [400, "Invalid CustomerToken"],
  4060: [400, "Invalid PersonalQr"],
  4070: [400, "Invalid phone number"],
  4090: [400, "Invalid URL"],
  4100: [400, "Metadata capacity exceeded"],
  4120: [400, "Metadata key length exceeded"],
  4130: [400, "Metadata value length exceeded"],
  4140: [400, "Missing required parameter"],
  4150: [409, "Reference exists, or refund idempotency conflict"],
  5040: [400, "Invalid currency for merchant"],
  5050: [400, "Long-living payment not allowed"],
  5060: [400, "Merchant bank account not verified"],
  5070: [400, "Payment cannot be created"],
  5080: [400, "PUSH_MESSAGE not allowed"],
  5090: [404, "Reference not found"],
  6010: [400, "Amount too small"],
  6020: [400, "Attempted refund before reservation"],
  6040: [400, "Cannot cancel a captured payment"],
  6050: [400, "Cannot cancel a non-reserved payment"],
  6060: [400, "Cannot cancel authorized payment"],
  6070: [400, "Cannot capture a cancelled payment"],
  6080: [400, "Cannot capture before reservation"],
  6090: [400, "Capture amount too high"],
  6100: [400, "Capture period expired"],
  6110: [400, "Expiration date is too late"],
  6120: [400, "Expiration date is too soon"],
  6130: [400, "Long living payments require a receipt"],
  6140: [400, "Must capture full amount"],
  6150: [400, "Not enough refundable"],
  6170: [400, "Payment already captured"],
  6180: [400, "Payment already refunded"],
  6190: [400, "Payment cannot be cancelled"],
  6200: [400, "Payment cannot be captured"],
  6210: [400, "Payment cannot be refunded"],
  6220: [400, "Refund period expired"],
  6230: [409, "Payment is already reserved"],
  7010: [400, "Customer not found"],
  10010: [400, "Approve failed"],
  10020: [400, "Approve not allowed"],
} as const
export type RefusalCode = keyof typeof codes

export function refuse(code: RefusalCode): { ok: false; refusal: Refusal } {
  const [status, title] = codes[code]
  return { ok: false, refusal: { status, code: String(code), title, fields: [] } }
}

/** A body or header that is not of the form asked for: names the field, and has no code. */
export function refuseFields(fields: Refusal["fields"]): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { status: 400, code: null, title: "Bad Request", fields } }
}

export function refuseStatus(status: number, title: string): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { status, code: null, title, fields: [] } }
}
