import { html } from "hono/html"
import type { PropsWithChildren } from "hono/jsx"
import { asset } from "./assets.ts"

export type PageProps = PropsWithChildren<{
  /** As in the browser's tab: "Invoice 10042 – NORD Auto". */
  title: string
  /** `da`, `en` … */
  language: string
  side: "portal" | "staff"
  /** Words of the link that leads past the navigation. */
  skip: string
  /** Address of the business's own stylesheet, which sets the accent. */
  brandStylesheet?: string | undefined
  /** Address of the business's own icon. */
  icon?: string | undefined
  /** Further modules by their built names, such as `flows.js`. */
  scripts?: readonly string[] | undefined
  /** Reload after so many seconds, for pages that wait and have no JavaScript. */
  refreshSeconds?: number | undefined
  /** Goes on at once, with or without JavaScript: to this address, or in so many seconds to this page again. */
  goesOn?: { to: string } | { againInSeconds: number } | undefined
}>

/**
 * A whole HTML page. Nothing in it is inline, asks another host, or may be indexed.
 * Its frame must hold an element with the id `main`, to which the skip link leads.
 */
export function Page(props: PageProps) {
  return html`<!doctype html><html lang="${props.language}"><head><meta charset="utf-8">
<title>${props.title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="robots" content="noindex, nofollow">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#f6f5f2" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#161412" media="(prefers-color-scheme: dark)">
<meta name="format-detection" content="telephone=no">
<link rel="preload" href="${asset("inter.woff2")}" as="font" type="font/woff2" crossorigin>
<link rel="stylesheet" href="${asset("kvit.css")}">
${props.brandStylesheet && html`<link rel="stylesheet" href="${props.brandStylesheet}">`}
<link rel="icon" href="${props.icon ?? asset("icon.svg")}">
${props.refreshSeconds && html`<noscript><meta http-equiv="refresh" content="${props.refreshSeconds}"></noscript>`}
${props.goesOn && html`<meta http-equiv="refresh" content="${refreshOf(props.goesOn)}">`}
<script type="module" src="${asset(`${props.side}.js`)}"></script>
${props.scripts?.map((name) => html`<script type="module" src="${asset(name)}"></script>`)}
</head><body class="${props.side}"><a class="skip" href="#main">${props.skip}</a>${props.children}</body></html>`
}

function refreshOf(goesOn: NonNullable<PageProps["goesOn"]>): string {
  return "to" in goesOn ? `0; url=${goesOn.to}` : String(goesOn.againInSeconds)
}
