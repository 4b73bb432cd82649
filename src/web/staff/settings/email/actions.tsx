import {
  changeMailSettings,
  findMailSettings,
  type MailSettings,
  type MailSettingsForm,
  removeMailSettings,
  sendTestMail,
} from "../../../../domain/notifications/index.ts"
import { routes } from "../../../../routes.ts"
import type { StaffContext } from "../../../context.ts"
import { Confirm } from "../../../ui/index.ts"
import { findDone, SettingsPage, typed, wordsOf } from "../settings-page.tsx"
import { EmailPage, type TestResult } from "./page.tsx"

const { staff } = routes

/** `GET /settings/email`. */
export async function showEmailSettings(c: StaffContext): Promise<Response> {
  const settings = await findMailSettings(c.var.actor)
  const done = findDone(c, wordsOf(c).mail.settings.done)
  return c.html(<EmailPage c={c} form={toForm(settings)} settings={settings} done={done} />)
}

/** `POST /settings/email`. */
export async function changeEmailSettings(c: StaffContext): Promise<Response> {
  const body = await c.req.parseBody()
  const form: MailSettingsForm = {
    host: typed(body, "host"),
    port: typed(body, "port"),
    security: typed(body, "security"),
    username: typed(body, "username"),
    password: typed(body, "password"),
    fromName: typed(body, "fromName"),
    fromAddress: typed(body, "fromAddress"),
    replyTo: typed(body, "replyTo"),
  }
  const outcome = await changeMailSettings(c.var.actor, c.var.kvit.secrets, form)
  if (outcome.ok) return c.redirect(staff.emailSettings.to({ done: "saved" }), 303)
  const settings = await findMailSettings(c.var.actor)
  const problem = wordsOf(c).settings.notSaved
  return c.html(
    <EmailPage c={c} form={form} settings={settings} problems={outcome.problems} problem={problem} />,
    422,
  )
}

/** `POST /settings/email/test`: what became of it stands on the page that answers. */
export async function testEmail(c: StaffContext): Promise<Response> {
  const { actor, kvit, language } = c.var
  const settings = await findMailSettings(actor)
  const result = await findTestResult()
  return c.html(
    <EmailPage c={c} form={toForm(settings)} settings={settings} test={result} />,
    result.ok ? 200 : 422,
  )

  async function findTestResult(): Promise<TestResult> {
    const words = wordsOf(c).mail
    if (kvit.config.env === "demo") return { ok: false, text: words.settings.demo }
    const sent = await sendTestMail(actor, kvit.secrets, language)
    if (!sent) return { ok: false, text: words.settings.noSettings }
    const { outcome, to } = sent
    if (outcome.ok) return { ok: true, text: words.settings.tested(to) }
    return { ok: false, text: words.problems[outcome.problem], answer: outcome.answer }
  }
}

/** `GET /settings/email/remove`. */
export function askRemoveEmail(c: StaffContext): Response | Promise<Response> {
  const words = wordsOf(c).mail.settings
  return c.html(
    <SettingsPage c={c} title={words.title} up={{ href: staff.emailSettings.to(), text: words.title }}>
      <Confirm
        title={words.removeTitle}
        action={staff.emailRemove.to()}
        confirm={words.remove}
        cancel={{ href: staff.emailSettings.to(), text: words.keep }}
        danger
      >
        <p>{words.removeText}</p>
      </Confirm>
    </SettingsPage>,
  )
}

/** `POST /settings/email/remove`. */
export async function removeEmail(c: StaffContext): Promise<Response> {
  await removeMailSettings(c.var.actor)
  return c.redirect(staff.emailSettings.to({ done: "removed" }), 303)
}

/** The form as it is filled in at first. The password never leaves the database. */
function toForm(settings: MailSettings | null): MailSettingsForm {
  return {
    host: settings?.host ?? "",
    port: String(settings?.port ?? 587),
    security: settings?.security ?? "starttls",
    username: settings?.username ?? "",
    password: "",
    fromName: settings?.fromName ?? "",
    fromAddress: settings?.fromAddress ?? "",
    replyTo: settings?.replyTo ?? "",
  }
}
