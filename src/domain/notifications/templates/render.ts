import type { Language } from "../../../platform/language/index.ts"
import type { MailTemplate } from "../mail-templates.ts"
import { builtInDa } from "./built-in.da.ts"
import { builtInEn, type TemplateText } from "./built-in.en.ts"
import { openEngine } from "./engine.ts"
import type { MailValues } from "./variables.ts"

const builtIn: Readonly<Record<Language, Readonly<Record<MailTemplate, TemplateText>>>> = {
  da: builtInDa,
  en: builtInEn,
}

/** The template that is used until staff write another. */
export function builtInTemplate(template: MailTemplate, language: Language): TemplateText {
  return builtIn[language][template]
}

/**
 * Subject and text of a mail as plain text. Throws liquidjs's error where the template is not sound. `whatIsThere`
 * prints nothing for what this mail does not have, such as the number of no document.
 */
export async function renderTemplate(
  template: TemplateText,
  values: MailValues,
  options: { whatIsThere?: boolean } = {},
): Promise<TemplateText> {
  const engine = await openEngine()
  const strictness = { strictVariables: !options.whatIsThere }
  const flat = flatten({
    code: null,
    portal_address: null,
    minutes: 10,
    browser: null,
    document: null,
    payment: null,
    balance: null,
    statement: null,
    ...values,
  })
  const [subject, body] = await Promise.all([
    engine.parseAndRender(template.subject, flat, strictness),
    engine.parseAndRender(template.body, flat, strictness),
  ])
  return { subject: oneLine(subject).slice(0, 300), body: String(body) }
}

/** Every text on one line: a name with a line break in it makes no paragraph, and so no button, of its own. */
function flatten(value: unknown): object {
  return JSON.parse(JSON.stringify(value), (_, inner) => (typeof inner === "string" ? oneLine(inner) : inner))
}

export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim()
}
