/** A business that takes MobilePay from a fake provider, in a test's hands. */
import { readConfig } from "../src/config.ts"
import type { MobilePayForm } from "../src/domain/payments/index.ts"
import { createLog } from "../src/platform/log/index.ts"
import type { FakeMobilePay } from "./fake-mobilepay.ts"
import type { TestGround } from "./ground.ts"

export const mobilePayForm: MobilePayForm = {
  enabled: true,
  environment: "test",
  merchantSerialNumber: "2060591",
  clientId: "fb492b5e-7907-4d83-ba20-c7fb60ca35de",
  clientSecret: "kanariefugl-hemmelighed",
  subscriptionKey: "kanariefugl-abonnement",
  currency: "DKK",
  brand: "mobilepay",
  pushAllowed: false,
  cardAllowed: false,
  partPaymentAllowed: false,
  leastPartPayment: "100",
  prepaymentCapture: "by_hand",
}

/** What payments need of the program, with the provider in place of MobilePay; and what it logs. */
export function paymentEnvironment(ground: TestGround, provider: FakeMobilePay | null) {
  const lines: string[] = []
  const log = createLog("info", { write: (line: string) => void lines.push(line) })
  const { database, clock, secrets } = ground
  const config = readConfig({
    KVIT_ENV: "development",
    KVIT_DATA: "/nonexistent",
    PORTAL_ORIGIN: "https://portal.nordauto.example",
    ...(provider ? { MOBILEPAY_SIMULATOR: provider.origin } : {}),
  })
  return { database, clock, secrets, log, config, logged: () => lines.join("") }
}
