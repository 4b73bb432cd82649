import type { MailTemplate } from "../mail-templates.ts"
import type { TemplateText } from "./built-in.en.ts"
import { openEngine } from "./engine.ts"
import { templateVariables } from "./variables.ts"

export type TemplateFault =
  | { field: "subject" | "body"; code: "required" | "too_long" }
  /** Liquid could not read it; `detail` is the tag, filter or sign it stumbled over. */
  | { field: "subject" | "body"; code: "not_readable"; line: number; detail: string }
  | { field: "subject" | "body"; code: "unknown_variable"; line: number; detail: string }

const longest = { subject: 300, body: 10_000 } as const

/** Everything wrong with a template, in the order of its lines; nothing where it can be used. */
export async function checkTemplate(template: MailTemplate, text: TemplateText): Promise<TemplateFault[]> {
  const faults = await Promise.all(
    (["subject", "body"] as const).map((field) => checkField(template, field, text[field])),
  )
  return faults.flat()
}

async function checkField(
  template: MailTemplate,
  field: "subject" | "body",
  text: string,
): Promise<TemplateFault[]> {
  if (text.trim() === "") return [{ field, code: "required" }]
  if (text.length > longest[field]) return [{ field, code: "too_long" }]
  const engine = await openEngine()
  try {
    const parsed = engine.parse(text)
    const { globals } = await engine.analyze(parsed)
    const known = templateVariables[template]
    return Object.values(globals)
      .flat()
      .map((variable) => ({ name: variable.toString(), line: variable.location.row }))
      .filter(({ name }) => !known.includes(name) && !known.some((one) => one.startsWith(`${name}.`)))
      .map(({ name, line }) => ({ field, code: "unknown_variable" as const, line, detail: name }))
  } catch (error) {
    return [{ field, code: "not_readable", ...placeOf(error) }]
  }
}

/** The line liquidjs names, and its first words without the excerpt it adds. */
function placeOf(error: unknown): { line: number; detail: string } {
  const message = error instanceof Error ? error.message : String(error)
  const line = /line:(\d+)/.exec(message)
  return {
    line: line ? Number(line[1]) : 1,
    detail: message.replace(/,? ?(file:[^,]*, )?line:\d+.*$/s, "").slice(0, 200),
  }
}
