import { type Language, languages } from "../../../../platform/language/index.ts"
import { texts } from "../../../../platform/language/texts/index.ts"

interface Choice {
  value: string
  text: string
}

const countries =
  "DK FO GL NO SE FI IS DE NL BE LU FR IE GB CH AT PL CZ SK HU EE LV LT ES PT IT SI HR RO BG GR CY MT".split(
    " ",
  )
const currencies = ["DKK", "EUR", "NOK", "SEK", "ISK", "GBP", "CHF", "PLN", "CZK", "HUF", "RON", "USD"]

/** Denmark and its neighbours first; one that is set and not among them stays choosable. */
export function countryChoices(language: Language, current: string): Choice[] {
  const names = new Intl.DisplayNames(language, { type: "region" })
  return withCurrent(countries, current).map((value) => ({ value, text: nameOf(names, value) }))
}

export function currencyChoices(language: Language, current: string): Choice[] {
  const names = new Intl.DisplayNames(language, { type: "currency" })
  return withCurrent(currencies, current).map((value) => ({
    value,
    text: `${value} – ${nameOf(names, value)}`,
  }))
}

export function timeZoneChoices(current: string): Choice[] {
  const zones = Intl.supportedValuesOf("timeZone").filter((zone) =>
    /^(Europe|Atlantic|America\/Nuuk)/.test(zone),
  )
  return withCurrent(["UTC", ...zones], current).map((value) => ({ value, text: value.replaceAll("_", " ") }))
}

export function languageChoices(language: Language): Choice[] {
  const { languageNames } = texts(language).shared
  return languages.map((value) => ({ value, text: languageNames[value] }))
}

function withCurrent(values: readonly string[], current: string): string[] {
  return current === "" || values.includes(current) ? [...values] : [...values, current]
}

/** What was typed past the list may be no code at all; then it is shown as it is. */
function nameOf(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code
  } catch (error) {
    if (error instanceof RangeError) return code
    throw error
  }
}
