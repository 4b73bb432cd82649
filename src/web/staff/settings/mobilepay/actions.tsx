import {
  type ConnectionProblem,
  connectionProblems,
  findMobilePayOverview,
  findWebhookStatus,
  saveMobilePaySettings,
  testMobilePay,
} from "../../../../domain/payments/index.ts"
import { routes } from "../../../../routes.ts"
import type { StaffContext } from "../../../context.ts"
import { findPortalMissing } from "../portal-missing.tsx"
import { findDone, typed, wordsOf } from "../settings-page.tsx"
import { readTyped, toForm } from "./form.ts"
import { MobilePayPage } from "./page.tsx"
import { isFault } from "./webhook-section.tsx"

const { staff } = routes

/** `GET /settings/mobilepay`. */
export async function showMobilePay(c: StaffContext): Promise<Response> {
  const words = wordsOf(c).mobilePaySettings
  const missing = await findPortalMissing(c, words.title)
  if (missing) return missing
  const stored = await readStored(c)
  const fault = c.req.query("fault")
  return c.html(
    <MobilePayPage
      c={c}
      {...stored}
      form={toForm(stored.overview, c.var.business.currency, c.var.language)}
      done={findDone(c, words.done)}
      tested={readTested(c.req.query("tested"))}
      webhookFault={isFault(c, fault) ? fault : undefined}
    />,
  )
}

/** `POST /settings/mobilepay`: saves, and by the second button asks MobilePay with what was saved. */
export async function changeMobilePay(c: StaffContext): Promise<Response> {
  const { actor, kvit, language } = c.var
  const words = wordsOf(c).mobilePaySettings
  const missing = await findPortalMissing(c, words.title)
  if (missing) return missing
  const body = await c.req.parseBody()
  const form = readTyped(body)
  const outcome = await saveMobilePaySettings(kvit, actor, form, language)
  if (!outcome.ok) {
    const stored = await readStored(c)
    const { problems } = outcome
    return c.html(
      <MobilePayPage c={c} {...stored} form={form} problems={problems} problem={words.notSaved} />,
      422,
    )
  }
  const done = outcome.keysCleared
    ? "keys_cleared"
    : outcome.webhookRemoved
      ? "unit_changed"
      : outcome.changed
        ? "saved"
        : "unchanged"
  const tested = typed(body, "also") === "test" ? ((await testMobilePay(kvit, actor)) ?? "good") : undefined
  return c.redirect(staff.mobilePaySettings.to({ done, tested }), 303)
}

async function readStored(c: StaffContext) {
  const [overview, webhook] = await Promise.all([
    findMobilePayOverview(c.var.actor),
    findWebhookStatus(c.var.actor),
  ])
  return { overview, webhook }
}

function readTested(word: string | undefined): "good" | ConnectionProblem | undefined {
  return word === "good" ? word : connectionProblems.find((one) => one === word)
}
