import { type Decimal, type Money, toDecimal } from "../money/index.ts"

/** The languages every page, mail and PDF exists in. */
export const languages = ["da", "en"] as const
export type Language = (typeof languages)[number]

const locales: Record<Language, string> = { da: "da-DK", en: "en-GB" }
const minusSign = "\u2212"
const noBreakSpace = "\u00a0"

/** `1.234,50 kr.` in Danish, `1,234.50 kr.` in English: exact, in the currency's own number of digits. */
export function formatMoney(money: Money, language: Language): string {
  const decimal = toDecimal(money.amount, money.currency)
  // English Intl writes "DKK 1,234.50"; people in Denmark read and write "kr." in both languages.
  if (money.currency === "DKK") return `${formatAmount(money, language)}${noBreakSpace}kr.`
  return format(decimal, language, { style: "currency", currency: money.currency })
}

/** The amount without its currency, for columns: `1.234,50`. */
export function formatAmount(money: Money, language: Language): string {
  const decimal = toDecimal(money.amount, money.currency)
  return formatDecimal(decimal, language, { fewestDigits: fractionDigits(decimal) })
}

/**
 * A decimal as people write it, with every digit it has: `"1234.5"` becomes `1.234,5`.
 * `fewestDigits` fills up with zeros; trailing zeros beyond it are left out.
 */
export function formatDecimal(
  decimal: Decimal,
  language: Language,
  { fewestDigits = 0 }: { fewestDigits?: number } = {},
): string {
  return format(decimal, language, { minimumFractionDigits: fewestDigits, maximumFractionDigits: 20 })
}

/** A quantity with the word of its unit, `2,5 timer`; without a unit the number alone. */
export function formatQuantity(quantity: Decimal, unit: string | undefined, language: Language): string {
  const number = formatDecimal(quantity, language)
  return unit === undefined ? number : `${number}${noBreakSpace}${formatUnit(unit, language, quantity)}`
}

/** A Danish registration as plates show it: `AB12345` becomes `AB 12 345`. Others stay as they are written. */
export function formatRegistration(registration: string): string {
  const danish = /^([A-ZÆØÅ]{2})\s*(\d{2})\s*(\d{3})$/i.exec(registration.trim())
  return danish ? `${danish[1]?.toUpperCase()} ${danish[2]} ${danish[3]}` : registration
}

/** A rate in percent, `"25.00"` becomes `25 %` in Danish, `25%` in English. */
export function formatPercent(percent: Decimal, language: Language): string {
  return `${formatDecimal(percent, language)}${language === "da" ? `${noBreakSpace}%` : "%"}`
}

const dateFormats = new Map<Language, Intl.DateTimeFormat>()

/** A calendar date `YYYY-MM-DD` in words: `21. november 2026`, `21 November 2026`. It has no time zone. */
export function formatDate(date: string, language: Language): string {
  const known = dateFormats.get(language)
  const dateFormat =
    known ?? new Intl.DateTimeFormat(locales[language], { dateStyle: "long", timeZone: "UTC" })
  if (known === undefined) dateFormats.set(language, dateFormat)
  return dateFormat.format(new Date(`${date}T00:00:00Z`))
}

const shortDateFormats: Record<Language, Intl.DateTimeFormat> = {
  da: new Intl.DateTimeFormat(locales.da, { dateStyle: "medium", timeZone: "UTC" }),
  en: new Intl.DateTimeFormat(locales.en, { dateStyle: "medium", timeZone: "UTC" }),
}
/** Lists show the same days over and over; about ten years of them are kept. */
const shortDates: Record<Language, Map<string, string>> = { da: new Map(), en: new Map() }
const mostShortDates = 4000

/** The same date, short for rows of a list: `21. nov. 2026`, `21 Nov 2026`. */
export function formatShortDate(date: string, language: Language): string {
  const known = shortDates[language].get(date)
  if (known !== undefined) return known
  const text = shortDateFormats[language].format(new Date(`${date}T00:00:00Z`))
  if (shortDates[language].size >= mostShortDates) shortDates[language].clear()
  shortDates[language].set(date, text)
  return text
}

const momentFormats = new Map<string, Intl.DateTimeFormat>()

/** A moment on the clock of an IANA time zone: `21. nov. 2026, 14.05`, `21 Nov 2026, 14:05`. */
export function formatMoment(moment: Date, language: Language, timeZone: string): string {
  const key = `${language} ${timeZone}`
  const known = momentFormats.get(key)
  const options = { dateStyle: "medium", timeStyle: "short", timeZone } as const
  const momentFormat = known ?? new Intl.DateTimeFormat(locales[language], options)
  if (known === undefined) momentFormats.set(key, momentFormat)
  return momentFormat.format(moment)
}

const timeFormats = new Map<string, Intl.DateTimeFormat>()

/** The time of day, `14.32` in Danish, `14:32` in English, on the clock of `timeZone`. */
export function formatTime(moment: Date, language: Language, timeZone: string): string {
  const key = `${language} ${timeZone}`
  const known = timeFormats.get(key)
  const timeFormat = known ?? new Intl.DateTimeFormat(locales[language], { timeStyle: "short", timeZone })
  if (known === undefined) timeFormats.set(key, timeFormat)
  return timeFormat.format(moment)
}

/** A number of bytes as people read it: `812 B`, `14 kB`, `2,3 MB`; 1 kB is 1,000 bytes. */
export function formatSize(bytes: number, language: Language): string {
  if (bytes < 1000) return `${bytes}${noBreakSpace}B`
  const [value, unit] =
    bytes < 999_500 ? [(bytes / 1000).toFixed(0), "kB"] : [(bytes / 1_000_000).toFixed(1), "MB"]
  return `${formatDecimal(value, language)}${noBreakSpace}${unit}`
}

/**
 * Words for the common codes of UN/ECE Recommendation 20 and 21; an unknown unit stays as it is written.
 * Where one and many differ, both are given.
 */
const unitWords: Record<string, Record<Language, string>> = {
  C62: { da: "stk.", en: "pc|pcs" },
  EA: { da: "stk.", en: "pc|pcs" },
  H87: { da: "stk.", en: "pc|pcs" },
  XPP: { da: "stk.", en: "pc|pcs" },
  NAR: { da: "stk.", en: "pc|pcs" },
  PCE: { da: "stk.", en: "pc|pcs" },
  SET: { da: "sæt", en: "set" },
  PR: { da: "par", en: "pair|pairs" },
  HUR: { da: "time|timer", en: "h" },
  MIN: { da: "min.", en: "min" },
  DAY: { da: "dag|dage", en: "day|days" },
  WEE: { da: "uge|uger", en: "week|weeks" },
  MON: { da: "md.|mdr.", en: "month|months" },
  ANN: { da: "år", en: "year|years" },
  MTR: { da: "m", en: "m" },
  CMT: { da: "cm", en: "cm" },
  MMT: { da: "mm", en: "mm" },
  KMT: { da: "km", en: "km" },
  MTK: { da: "m²", en: "m²" },
  MTQ: { da: "m³", en: "m³" },
  LTR: { da: "l", en: "l" },
  MLT: { da: "ml", en: "ml" },
  KGM: { da: "kg", en: "kg" },
  GRM: { da: "g", en: "g" },
  TNE: { da: "t", en: "t" },
  KWH: { da: "kWh", en: "kWh" },
  LS: { da: "samlet", en: "lump sum" },
  XBX: { da: "æske|æsker", en: "box|boxes" },
  XPK: { da: "pakke|pakker", en: "pack|packs" },
  XCT: { da: "karton|kartoner", en: "carton|cartons" },
  XPX: { da: "palle|paller", en: "pallet|pallets" },
}

/** The word for a unit code: `HUR` is `timer`, for a quantity of 1 `time`; an unknown one is returned as it came. */
export function formatUnit(unit: string, language: Language, quantity?: Decimal): string {
  if (!Object.hasOwn(unitWords, unit)) return unit
  const [one, many] = unitWords[unit]?.[language].split("|") ?? [unit]
  const isOne = quantity !== undefined && /^1(\.0*)?$/.test(quantity)
  return (isOne ? one : (many ?? one)) ?? unit
}

const numberFormats = new Map<string, Intl.NumberFormat>()

/** Intl reads a decimal as text exactly (Intl.NumberFormat v3), so no digit passes through a float. */
function format(decimal: Decimal, language: Language, options: Intl.NumberFormatOptions): string {
  const key = `${language} ${options.currency ?? ""} ${options.minimumFractionDigits ?? ""}`
  const known = numberFormats.get(key)
  const numberFormat = known ?? new Intl.NumberFormat(locales[language], options)
  if (known === undefined) numberFormats.set(key, numberFormat)
  return numberFormat.format(decimal as Intl.StringNumericLiteral).replace("-", minusSign)
}

function fractionDigits(decimal: Decimal): number {
  return decimal.split(".")[1]?.length ?? 0
}
