import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { type HtmlEscapedString, raw } from "hono/utils/html"

/** The Lucide icons pages use; a name is added here when a page needs it. */
export const iconNames = [
  "activity",
  "arrow-left",
  "arrow-right",
  "ban",
  "bell",
  "calendar",
  "car",
  "check",
  "chevron-down",
  "circle-alert",
  "circle-check",
  "clock",
  "copy",
  "credit-card",
  "download",
  "external-link",
  "eye",
  "file-text",
  "funnel",
  "globe",
  "house",
  "inbox",
  "info",
  "key-round",
  "landmark",
  "link",
  "log-out",
  "mail",
  "menu",
  "message-square",
  "paperclip",
  "pencil",
  "phone",
  "plus",
  "printer",
  "refresh-cw",
  "search",
  "send",
  "settings",
  "smartphone",
  "trash-2",
  "triangle-alert",
  "user-round",
  "users",
  "workflow",
  "x",
] as const

export type IconName = (typeof iconNames)[number]

const require = createRequire(import.meta.url)
const drawn = new Map<IconName, HtmlEscapedString>()

/** An icon beside a word. It is hidden from screen readers: the word says it. */
export function Icon({ name }: { name: IconName }) {
  return iconHtml(name)
}

/** The same as markup, for pages written with `hono/html`. Each icon is read once. */
export function iconHtml(name: IconName): HtmlEscapedString {
  const known = drawn.get(name)
  if (known) return known
  const file = readFileSync(require.resolve(`lucide-static/icons/${name}.svg`), "utf8")
  const shapes = file.slice(file.indexOf(">", file.indexOf("<svg")) + 1, file.lastIndexOf("</svg>"))
  const icon = raw(
    `<svg class="icon" aria-hidden="true" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${shapes.replace(/\s*\n\s*/g, "")}</svg>`,
  )
  drawn.set(name, icon)
  return icon
}
