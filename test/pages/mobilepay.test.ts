/** The settings of MobilePay in a real browser, as they stand before, with trouble, and when all is well. */
import { afterAll, beforeAll, test } from "vitest"
import { registerWebhook, saveMobilePaySettings } from "../../src/domain/payments/index.ts"
import { webhookAddress } from "../../src/origins.ts"
import { routes } from "../../src/routes.ts"
import { type FakeMobilePay, openFakeMobilePay } from "../fake-mobilepay.ts"
import { mobilePayForm } from "../mobilepay-settings.ts"
import { openPageGround, openWindow, type PageGround } from "./ground.ts"
import { lookAt } from "./look-at.ts"

const path = routes.staff.mobilePaySettings
let provider: FakeMobilePay
let ground: PageGround
beforeAll(async () => {
  provider = await openFakeMobilePay()
  ground = await openPageGround({ environment: { MOBILEPAY_SIMULATOR: provider.origin } })
}, 60_000)
afterAll(async () => {
  await ground.close()
  await provider.close()
})

test("the settings of MobilePay are open to everyone, at any width, in any light", async () => {
  const { kvit, system } = ground.app
  const { cookies } = await ground.app.signIn("owner")
  const owner = await openWindow(ground, cookies)
  const dane = await openWindow(ground, new Map([...cookies, ["kvit_language", "da"]]))
  const reader = await openWindow(ground, (await ground.app.signIn("read_only")).cookies)
  await lookAt(ground, owner, path.to())
  await saveMobilePaySettings(kvit, system, { ...mobilePayForm, partPaymentAllowed: true }, "en")
  await registerWebhook(kvit, system, (id) => webhookAddress(kvit.config, id))
  await lookAt(ground, owner, path.to({ done: "saved", tested: "good" }))
  await lookAt(ground, dane, path.to({ done: "keys_cleared", tested: "token_refused", fault: "sales_unit" }))
  await lookAt(ground, reader, path.to())
  await lookAt(ground, owner, routes.staff.mobilePayWebhookRemove.to())
})
