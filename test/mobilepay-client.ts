/** MobilePay's client in a test's hands: short of time, with keys that are looked for where they must not be. */
import type { ClientLimits } from "../src/domain/payments/mobilepay/connection.ts"
import { openMobilePayClient } from "../src/domain/payments/mobilepay/open-client.ts"
import type { MobilePayClient, NewProviderPayment } from "../src/domain/payments/mobilepay/provider.ts"
import { createLog } from "../src/platform/log/index.ts"

export interface TestClientOptions {
  now?: () => Date
  /** What it logs is put here. */
  lines?: string[]
  limits?: Partial<ClientLimits>
}

export function openTestClient(
  baseUrl: string,
  { now = () => new Date(), lines = [], limits = {} }: TestClientOptions = {},
): MobilePayClient {
  return openMobilePayClient(
    {
      baseUrl,
      clientId: "fb492b5e",
      clientSecret: "geheim-1",
      subscriptionKey: "geheim-2",
      merchantSerialNumber: "2060591",
    },
    {
      log: createLog("info", { write: (line: string) => void lines.push(line) }),
      now,
      version: "1.2.3-with-a-name-longer-than-thirty-characters",
      limits: { callMs: 3_000, tryMs: 1_000, pausesMs: [1, 2], ...limits },
    },
  )
}

export const newPayment: NewProviderPayment = {
  reference: "kvit-0001-1",
  amount: { currency: "DKK", value: 65_000_000n },
  description: "Invoice 1",
  flow: "redirect",
  method: "wallet",
  phoneNumber: "4512345678",
  returnUrl: "https://portal.nordauto.example/portal/payments/1",
}

export const dkk = (value: bigint) => ({ currency: "DKK", value })
