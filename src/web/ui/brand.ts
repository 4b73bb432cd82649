/** The business's accent as a stylesheet, in both lights. */
import { createHash } from "node:crypto"
import { type Colour, contrast, mixUntil } from "../../platform/colour/index.ts"

/** What the accent stands on by night: the theme's paper, desk, lamp and well. A test compares them with it. */
export const nightGrounds: readonly Colour[] = ["#24211e", "#161412", "#231f1a", "#2a2722"]
const dayInk = "#ffffff"
const nightInk = "#161412"
const leastContrast = 4.5

/**
 * Sets the accent and what is written on it; unlayered, so that it wins over the theme. By night the same hue
 * is made lighter until it can be read on the dark grounds. Throws for what is no `#rrggbb`.
 */
export function brandStylesheet(accent: Colour): string {
  const night = nightAccent(accent)
  return (
    `:root{--accent:${accent};--accent-ink:${inkOn(accent)}}` +
    `@media screen and (prefers-color-scheme:dark){:root{--accent:${night};--accent-ink:${inkOn(night)}}}`
  )
}

export function nightAccent(accent: Colour): Colour {
  return mixUntil(accent, "#ffffff", (colour) =>
    nightGrounds.every((ground) => contrast(colour, ground) >= leastContrast),
  )
}

/** White or dark, whichever is read better. */
function inkOn(accent: Colour): Colour {
  return contrast(dayInk, accent) >= contrast(nightInk, accent) ? dayInk : nightInk
}

const versions = new Map<Colour, string>()
const mostVersions = 1000

/** A short word that changes with the stylesheet, for its address, so that browsers may keep it. */
export function brandVersion(accent: Colour): string {
  const known = versions.get(accent)
  if (known) return known
  const version = createHash("sha256").update(brandStylesheet(accent)).digest("hex").slice(0, 10)
  if (versions.size >= mostVersions) versions.clear()
  versions.set(accent, version)
  return version
}
