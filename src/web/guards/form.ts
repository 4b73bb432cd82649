import type { Context } from "hono"
import type { z } from "zod"

/** What was wrong with each field, in words, by its name. */
export type FieldProblems = Readonly<Record<string, string>>

export type FormInput<T> =
  | { ok: true; values: T; typed: Readonly<Record<string, string>> }
  | { ok: false; problems: FieldProblems; typed: Readonly<Record<string, string>> }

/**
 * Reads a posted form by `schema`, whose messages are shown at their fields. `typed` is what came, to fill
 * the form with again; pages leave passwords and codes out of it. Files are not read.
 */
export async function readForm<T>(c: Context, schema: z.ZodType<T>): Promise<FormInput<T>> {
  const body = await c.req.parseBody()
  const typed = Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  )
  const parsed = schema.safeParse(typed)
  if (parsed.success) return { ok: true, values: parsed.data, typed }
  const problems: Record<string, string> = {}
  for (const issue of parsed.error.issues) problems[String(issue.path[0] ?? "")] ??= issue.message
  return { ok: false, problems, typed }
}
