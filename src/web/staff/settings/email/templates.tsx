import {
  changeTemplate,
  getTemplate,
  isMailTemplate,
  listOwnTemplates,
  type MailTemplate,
  mailTemplates,
  previewTemplate,
  resetTemplate,
} from "../../../../domain/notifications/index.ts"
import { type Language, languages } from "../../../../platform/language/index.ts"
import { routes } from "../../../../routes.ts"
import type { StaffContext } from "../../../context.ts"
import { Badge, Table } from "../../../ui/index.ts"
import { findDone, SettingsPage, typed, wordsOf } from "../settings-page.tsx"
import { TemplatePage } from "./template-page.tsx"

const { staff } = routes

/** `GET /settings/email/templates`. */
export async function showTemplates(c: StaffContext): Promise<Response> {
  const { mail } = wordsOf(c)
  const words = mail.templates
  const own = await listOwnTemplates(c.var.actor)
  const cell = (template: MailTemplate, language: Language) => {
    const isOwn = own.some((one) => one.template === template && one.language === language)
    const label = words.edit(words.names[template], words.columns[language])
    return (
      <a href={staff.emailTemplate.to({ template }, { in: language })} aria-label={label}>
        <Badge tone={isOwn ? "open" : "quiet"} text={isOwn ? words.own : words.builtIn} />
      </a>
    )
  }
  return c.html(
    <SettingsPage
      c={c}
      title={words.title}
      up={{ href: staff.emailSettings.to(), text: mail.settings.title }}
    >
      <p class="soft">{words.intro}</p>
      <Table
        caption={words.title}
        columns={[
          { label: words.columns.template },
          { label: words.columns.da },
          { label: words.columns.en },
        ]}
        rows={mailTemplates.map((template) => [
          <a href={staff.emailTemplate.to({ template }, { in: c.var.business.language })}>
            {words.names[template]}
          </a>,
          cell(template, "da"),
          cell(template, "en"),
        ])}
      />
    </SettingsPage>,
  )
}

/** `GET /settings/email/templates/:template`, in the language `?in=` names. */
export async function showTemplate(c: StaffContext): Promise<Response> {
  const which = findWhich(c, c.req.query("in"))
  if (!which) return c.notFound()
  const { isOwn, ...text } = await getTemplate(c.var.actor, which.template, which.language)
  const preview = await previewTemplate(c.var.actor, which, text)
  const done = findDone(c, wordsOf(c).mail.templates.done)
  return c.html(<TemplatePage c={c} which={which} text={text} isOwn={isOwn} preview={preview} done={done} />)
}

/** `POST` to the same: `deed` is save, preview or reset. */
export async function changeOneTemplate(c: StaffContext): Promise<Response> {
  const body = await c.req.parseBody()
  const which = findWhich(c, typed(body, "in"))
  if (!which) return c.notFound()
  const { actor } = c.var
  const words = wordsOf(c).mail.templates
  const here = (done: string) =>
    staff.emailTemplate.to({ template: which.template }, { in: which.language, done })
  const deed = typed(body, "deed")
  if (deed === "reset") {
    await resetTemplate(actor, which)
    return c.redirect(here("reset"), 303)
  }
  const text = { subject: typed(body, "subject"), body: typed(body, "body").replaceAll("\r\n", "\n") }
  const outcome = await changeTemplate(actor, which, text, { keep: deed !== "preview" })
  const { isOwn } = await getTemplate(actor, which.template, which.language)
  const shown = { c, which, text, isOwn }
  if (!outcome.ok) {
    const page = <TemplatePage {...shown} faults={outcome.faults} problem={words.notSaved} preview={null} />
    return c.html(page, 422)
  }
  if (deed !== "preview") return c.redirect(here("saved"), 303)
  return c.html(<TemplatePage {...shown} preview={await previewTemplate(actor, which, text)} />)
}

function findWhich(
  c: StaffContext,
  asked: string | undefined,
): { template: MailTemplate; language: Language } | null {
  const template = c.req.param("template") ?? ""
  const language = languages.find((one) => one === asked) ?? c.var.business.language
  return isMailTemplate(template) ? { template, language } : null
}
