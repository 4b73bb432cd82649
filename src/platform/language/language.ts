export const languages = ["da", "en"] as const
export type Language = (typeof languages)[number]

export function isLanguage(text: string | null | undefined): text is Language {
  return text === "da" || text === "en"
}
