import { type Colour, contrast, isColour, mixUntil } from "../../../platform/colour/index.ts"

/**
 * What the accent stands on by day, as text and as the ground of white text: paper and desk of the theme. A test
 * compares them with the stylesheet.
 */
export const dayGrounds: readonly Colour[] = ["#ffffff", "#f6f5f2", "#faf9f7"]

/** Text of normal size (WCAG 2.2, 1.4.3). */
export const leastContrast = 4.5

export type AccentCheck = { ok: true } | { ok: false; nearest: Colour | null }

/**
 * Whether links in this colour can be read on every ground, and white on it. If not, the nearest darker shade of
 * it that passes; null for what is no colour.
 */
export function checkAccent(accent: string): AccentCheck {
  if (!isColour(accent)) return { ok: false, nearest: null }
  if (isReadable(accent)) return { ok: true }
  return { ok: false, nearest: mixUntil(accent, "#000000", isReadable) }
}

function isReadable(accent: Colour): boolean {
  return dayGrounds.every((ground) => contrast(accent, ground) >= leastContrast)
}
