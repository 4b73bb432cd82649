/** The settings of MobilePay in a real browser, as they stand when all is well, with trouble, and for a reader. */
import type { BrowserContext } from "playwright-core"
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
const windows = {} as Record<"owner" | "dane" | "reader", BrowserContext>
beforeAll(async () => {
  provider = await openFakeMobilePay()
  ground = await openPageGround({ environment: { MOBILEPAY_SIMULATOR: provider.origin } })
  const { kvit, system } = ground.app
  await saveMobilePaySettings(kvit, system, { ...mobilePayForm, partPaymentAllowed: true }, "en")
  await registerWebhook(kvit, system, (id) => webhookAddress(kvit.config, id))
  const { cookies } = await ground.app.signIn("owner")
  windows.owner = await openWindow(ground, cookies)
  windows.dane = await openWindow(ground, new Map([...cookies, ["kvit_language", "da"]]))
  windows.reader = await openWindow(ground, (await ground.app.signIn("read_only")).cookies)
}, 60_000)
afterAll(async () => {
  await ground.close()
  await provider.close()
})

const trouble = { done: "keys_cleared", tested: "token_refused", fault: "sales_unit" }
const pages: [string, string, keyof typeof windows][] = [
  ["when it works", path.to({ done: "saved", tested: "good" }), "owner"],
  ["with trouble, in Danish", path.to(trouble), "dane"],
  ["for somebody who may not change them", path.to(), "reader"],
  ["with the question about the webhook", routes.staff.mobilePayWebhookRemove.to(), "owner"],
]

test.each(pages)(
  "MobilePay's settings %s are open to everyone, at any width, in any light",
  async (_, to, who) => {
    await lookAt(ground, windows[who], to)
  },
)
