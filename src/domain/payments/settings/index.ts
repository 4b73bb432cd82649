import type { Actor, Db, WorkActor } from "../../../platform/database/index.ts"
import type { PaymentEnvironment } from "../environment.ts"
import type { MobilePayClient } from "../mobilepay/provider.ts"
export interface MobilePaySettings {
  isReady: boolean
  environment: "test" | "production"
  merchantSerialNumber: string
  currency: string
  brand: "mobilepay" | "vipps"
  pushAllowed: boolean
  cardAllowed: boolean
  partPaymentAllowed: boolean
  leastPartPayment: bigint
  prepaymentCapture: "at_once" | "by_hand"
}
export function readMobilePaySettings(db: Db, actor: Actor): Promise<MobilePaySettings | null> {
  throw new Error("stub")
}
export function openMobilePay(e: PaymentEnvironment, a: WorkActor): Promise<MobilePayClient | null> {
  throw new Error("stub")
}
export function findWebhook(
  e: PaymentEnvironment,
  a: WorkActor,
  id: string,
): Promise<{ secret: string; url: string } | null> {
  throw new Error("stub")
}
export function rememberPushRefused(db: Db, a: WorkActor): Promise<void> {
  throw new Error("stub")
}
export function isPaymentPage(url: string, simulator: string | null): boolean {
  throw new Error("stub")
}
