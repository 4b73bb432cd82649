/** Colours as `#rrggbb`, and how well one is read on another. */
export { type Colour, contrast, isColour, mix, mixUntil } from "./contrast.ts"
