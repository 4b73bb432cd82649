/** The pages' stylesheet and script, as they are sent. */

export const stylesheet = `
:root { color-scheme: light dark; --paper: #fff; --desk: #f6f5f2; --ink: #1d1c1a; --soft: #65625c; --line: #e6e3dd;
  --edge: #8c877e; --act: #3f5be0; --act-ink: #fff; --good: #126640; --good-ground: #e4f4eb; --waiting: #8f4500;
  --waiting-ground: #fff1de; --quiet: #56534d; --quiet-ground: #f0efec; --late: #a3231a; --focus: #1f5fd0 }
@media (prefers-color-scheme: dark) { :root { --paper: #24211e; --desk: #161412; --ink: #f1ece2; --soft: #b0a99c;
  --line: #3a362f; --edge: #857d70; --act: #4d68ea; --good: #85d8ab; --good-ground: #1b3726; --waiting: #ffbd7a;
  --waiting-ground: #41301a; --quiet: #cbc5b9; --quiet-ground: #38342e; --late: #ffa399; --focus: #9cc2ff } }
* { box-sizing: border-box }
body { margin: 0; background: var(--desk); color: var(--ink); font: 400 1.0625rem/1.5 system-ui, sans-serif }
.note { margin: 0; padding: .5rem 1rem; background: var(--waiting-ground); color: var(--waiting); text-align: center;
  font-size: .9375rem; font-weight: 550 }
.bar { max-width: 60rem; margin: 0 auto; padding: .75rem 1rem 0; display: flex; gap: 0 1rem; align-items: baseline; justify-content: space-between; flex-wrap: wrap }
.bar strong { font-weight: 650 }
.bar a:first-child { margin-left: 0 }
.bar small { color: var(--soft); font-weight: 400 }
.bar a { padding: .625rem 0; margin-left: 1rem }
.sheet > :first-child, .sheet > form:first-child > :first-child { margin-top: 0 }
main { max-width: 27rem; margin: 0 auto; padding: 1rem 1rem 4rem }
main.wide { max-width: 60rem }
h1 { font-size: 1.5rem; font-weight: 650; line-height: 1.25; margin: .75rem 0 .25rem }
h2 { font-size: 1.0625rem; font-weight: 650; margin: 2rem 0 .5rem }
p { margin: .5rem 0 .75rem } h1 + p { margin-top: .25rem } .soft, small { color: var(--soft) } small { font-size: .9375rem }
a { color: inherit; text-underline-offset: .2em; text-decoration-thickness: 1px }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px }
.sheet { background: var(--paper); border: 1px solid var(--line); border-radius: 14px; padding: 1.25rem; margin: .75rem 0; overflow-wrap: anywhere }
.figure { font-size: 2.125rem; font-weight: 650; line-height: 1.2; font-variant-numeric: tabular-nums; margin: .25rem 0 }
.acts { display: grid; grid-template-columns: 1fr 1fr; gap: .625rem; margin-top: 1rem }
.acts form { display: contents }
.acts .whole { grid-column: 1 / -1 }
button, .button { font: inherit; font-weight: 550; min-height: 2.875rem; padding: .5rem 1rem; border-radius: 11px;
  border: 1px solid var(--edge); background: transparent; color: var(--ink); cursor: pointer; text-align: center;
  text-decoration: none; display: inline-flex; align-items: center; justify-content: center; width: 100% }
.main { background: var(--act); border-color: var(--act); color: var(--act-ink) }
.plain { border-color: transparent; text-decoration: underline; text-underline-offset: .2em }
.slim { width: auto; min-height: 2.75rem; padding: .25rem .875rem; font-size: .9375rem }
label { display: block; font-weight: 550; margin-top: .75rem }
input[type=tel], select { font: inherit; width: 100%; min-height: 2.875rem; padding: .375rem .75rem; margin: .25rem 0;
  border: 1px solid var(--edge); border-radius: 11px; background: var(--paper); color: var(--ink) }
input[aria-invalid] { border-color: var(--late) }
.problem { color: var(--late); font-weight: 550 }
.badge { display: inline-block; border-radius: 8px; padding: .0625rem .5rem; font-size: .875rem; font-weight: 550; white-space: nowrap }
.good { color: var(--good); background: var(--good-ground) } .waiting { color: var(--waiting); background: var(--waiting-ground) }
.quiet { color: var(--quiet); background: var(--quiet-ground) }
ul.rows { list-style: none; margin: 0; padding: 0; background: var(--paper); border: 1px solid var(--line); border-radius: 14px }
ul.rows > li { padding: .75rem 1.25rem; border-top: 1px solid var(--line); display: flex; gap: .25rem 1rem; flex-wrap: wrap;
  align-items: center; justify-content: space-between; overflow-wrap: anywhere }
ul.rows > li:first-child { border-top: 0 }
ul.rows > li > :first-child { flex: 1 1 12rem; min-width: 0 } ul.rows a { display: block; padding: .375rem 0 }
ul.rows > li.pair { display: grid; grid-template-columns: minmax(0, 1fr) auto; align-items: baseline }
.rows .line { margin: 0 }
.end { text-align: right; font-variant-numeric: tabular-nums }
.grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr)); gap: .25rem 1.5rem }
.check { display: flex; gap: .75rem; align-items: center; min-height: 2.75rem; margin: 0; font-weight: 400 }
.check input { width: 1.25rem; height: 1.25rem; margin: 0; flex: none; accent-color: var(--act) }
.line { display: flex; flex-wrap: wrap; gap: .625rem; margin-top: 1rem }
.line form { display: contents }
.line button { width: auto }
.phone { border-radius: 28px; padding: 1rem 1.25rem 1.5rem; border: 1px solid var(--line); background: var(--paper) }
.phone .sheet { background: var(--desk) }
@media (max-width: 30rem) { .phone { border: 0; background: none; padding: 0; border-radius: 0 } .phone .sheet { background: var(--paper) } }
`

/** Looks every 1.5 s whether the page has changed, and goes where it says. Without it the page reloads itself. */
export const script = `
"use strict"
async function look() {
  const shown = document.querySelector("[data-live]")
  if (!shown || document.hidden) return
  const response = await fetch(location.href).catch(() => null)
  if (!response || !response.ok) return
  const page = new DOMParser().parseFromString(await response.text(), "text/html")
  const fresh = page.querySelector("[data-live]")
  if (!fresh || fresh.outerHTML === shown.outerHTML) return
  const focused = shown.contains(document.activeElement) ? document.activeElement.id : ""
  shown.replaceWith(fresh)
  if (focused) document.getElementById(focused)?.focus()
  go()
}
function go() {
  const to = document.querySelector("[data-go]")
  if (to) setTimeout(() => location.assign(to.href), 1200)
}
go()
setInterval(look, 1500)
`
