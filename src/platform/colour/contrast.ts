/** Lower-case `#rrggbb`. */
export type Colour = string

export function isColour(text: string): boolean {
  return /^#[0-9a-f]{6}$/.test(text)
}

/** How well two colours are told apart, from 1 to 21 (WCAG 2.2, "contrast ratio"). Throws for what is no colour. */
export function contrast(one: Colour, other: Colour): number {
  const light = Math.max(luminance(one), luminance(other))
  const dark = Math.min(luminance(one), luminance(other))
  return (light + 0.05) / (dark + 0.05)
}

/** `share` (0 to 1) of the way from one colour to another, channel by channel, so that the hue stays. */
export function mix(from: Colour, to: Colour, share: number): Colour {
  const target = channels(to)
  const mixed = channels(from).map((value, index) =>
    Math.round(value + ((target[index] ?? 0) - value) * share),
  )
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`
}

const steps = 256

/** The first colour on the way from one to another that `passes`; `to` itself where none before does. */
export function mixUntil(from: Colour, to: Colour, passes: (colour: Colour) => boolean): Colour {
  for (let step = 0; step < steps; step += 1) {
    const candidate = mix(from, to, step / steps)
    if (passes(candidate)) return candidate
  }
  return to
}

/** WCAG 2.2, "relative luminance". */
function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function channels(colour: Colour): number[] {
  if (!isColour(colour)) throw new Error(`${colour} is no colour of the form #rrggbb.`)
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
}
