import { type PasswordProblem, passwordLength } from "../../../domain/access/index.ts"
import type { StaffAccessTexts } from "../../../platform/language/texts/staff-access.en.ts"

/** What is wrong with a new password, in words. */
export function passwordMessage(words: StaffAccessTexts, problem: PasswordProblem | "unchanged"): string {
  const { problems } = words.account
  if (problem === "too_short") return problems.too_short(passwordLength.least)
  if (problem === "too_long") return problems.too_long(passwordLength.most)
  return problems[problem]
}
