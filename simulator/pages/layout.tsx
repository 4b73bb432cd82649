import { html } from "hono/html"
import type { Child } from "hono/jsx"
import type { Texts } from "./texts.ts"

/** Every page says first that it is a simulation. `live`: it changes by itself. */
export function Page(props: {
  texts: Texts
  title: string
  wide?: boolean
  live?: boolean
  children?: Child
}) {
  const { texts, title } = props
  const page = (
    <html lang={texts.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${title} · ${texts.simulated}`}</title>
        <link rel="stylesheet" href="/simulator.css" />
        <script src="/simulator.js" defer />
        {props.live && (
          <noscript>
            <meta http-equiv="refresh" content="5" />
          </noscript>
        )}
      </head>
      <body>
        <p class="note" role="note">
          {texts.simulation}
        </p>
        <nav class="bar">
          <strong>
            MobilePay <small>{texts.simulated}</small>
          </strong>
          <span>
            <a href="/phone">{texts.phone}</a>
            <a href="/switches">{texts.switches}</a>
          </span>
        </nav>
        <main class={props.wide ? "wide" : ""}>{props.children}</main>
      </body>
    </html>
  )
  return html`<!doctype html>${page}`
}

/** A form of one button. */
export function Act(props: {
  to: string
  label: string
  id?: string
  class?: string
  fields?: Record<string, string>
  disabled?: boolean
}) {
  return (
    <form method="post" action={props.to}>
      {Object.entries(props.fields ?? {}).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button type="submit" id={props.id} class={props.class ?? ""} disabled={props.disabled}>
        {props.label}
      </button>
    </form>
  )
}

export function NotFound({ texts }: { texts: Texts }) {
  return (
    <Page texts={texts} title={texts.notFound}>
      <h1>{texts.notFound}</h1>
      <p class="soft">{texts.notFoundHelp}</p>
    </Page>
  )
}
