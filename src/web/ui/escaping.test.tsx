import { beforeAll, expect, test } from "vitest"
import { build } from "../../../scripts/build.mjs"
import * as ui from "./index.ts"

const evil = `"'><script>alert(1)</script><b onmouseover="x">&amp;{{x}}`
const link = { href: evil, text: evil }
const option = { value: evil, text: evil, hint: evil }
const field = { name: evil, label: evil, hint: evil, error: evil, id: evil }
const business = { name: evil, logo: evil, home: evil }
const row: ui.DocumentRowProps = {
  href: evil,
  type: "invoice",
  typeText: evil,
  title: evil,
  note: evil,
  state: "overdue",
  stateText: evil,
  amount: evil,
  pdf: { href: evil, text: evil, label: evil },
  select: { name: evil, value: evil, label: evil, checked: true },
}
const line = {
  number: evil,
  text: evil,
  detail: evil,
  quantity: evil,
  unitPrice: evil,
  discount: evil,
  vat: evil,
  amount: evil,
}
const sum = { label: evil, amount: evil }

const rendered: [string, () => unknown][] = [
  ["Badge", () => <ui.Badge text={evil} />],
  ["TypeBadge", () => <ui.TypeBadge type="quote" text={evil} />],
  ["StateBadge", () => <ui.StateBadge state="paid" text={evil} />],
  [
    "Button",
    () => (
      <ui.Button name={evil} value={evil} formaction={evil} label={evil} icon="check">
        {evil}
      </ui.Button>
    ),
  ],
  [
    "Button as a link",
    () => (
      <ui.Button href={evil} label={evil} kind="pay" newTab download>
        {evil}
      </ui.Button>
    ),
  ],
  ["Switch", () => <ui.Switch {...field} value={evil} checked />],
  ["Checkbox", () => <ui.Checkbox {...field} value={evil} />],
  ["RadioGroup", () => <ui.RadioGroup {...field} value={evil} options={[option]} />],
  [
    "Confirm",
    () => (
      <ui.Confirm title={evil} action={evil} confirm={evil} cancel={link} hidden={{ [evil]: evil }}>
        {evil}
      </ui.Confirm>
    ),
  ],
  ["DocumentRow", () => <ui.DocumentRow {...row} />],
  ["DocumentRows", () => <ui.DocumentRows label={evil} rows={[row]} />],
  ["DocumentHead", () => <ui.DocumentHead badges={evil} title={evil} note={evil} />],
  ["PartyBlock", () => <ui.PartyBlock parties={[{ heading: evil, lines: [evil] }]} />],
  [
    "VehicleBlock",
    () => (
      <ui.VehicleBlock registration={{ label: evil, value: evil }} facts={[{ label: evil, value: evil }]} />
    ),
  ],
  ["LinesTable", () => <ui.LinesTable caption={evil} labels={line} lines={[line]} />],
  ["TotalsBlock", () => <ui.TotalsBlock rows={[sum]} total={sum} after={[sum]} balance={sum} />],
  ["KeyValue", () => <ui.KeyValue facts={[{ label: evil, value: evil, copy: evil }]} />],
  ["Code", () => <ui.Code value={`${evil}+${evil}`} />],
  [
    "CopyButton",
    () => <ui.CopyButton value={evil} label={evil} texts={{ copy: evil, copied: evil, failed: evil }} />,
  ],
  ["Plate", () => <ui.Plate registration={evil} />],
  [
    "EmptyState",
    () => (
      <ui.EmptyState title={evil} icon="inbox">
        {evil}
      </ui.EmptyState>
    ),
  ],
  [
    "Field",
    () => <ui.Field {...field} value={evil} placeholder={evil} before={evil} after={evil} pattern={evil} />,
  ],
  ["TextArea", () => <ui.TextArea {...field} value={`</textarea>${evil}`} maxlength={500} counter={evil} />],
  ["Select", () => <ui.Select {...field} value={evil} options={[option]} />],
  ["FileField", () => <ui.FileField {...field} accept={evil} />],
  [
    "Live",
    () => (
      <ui.Live id={evil} events={evil}>
        {evil}
      </ui.Live>
    ),
  ],
  [
    "Notice",
    () => (
      <ui.Notice kind="problem" title={evil}>
        {evil}
      </ui.Notice>
    ),
  ],
  ["Pager", () => <ui.Pager label={evil} newer={link} older={link} />],
  [
    "SearchField",
    () => (
      <ui.SearchField
        action={evil}
        name={evil}
        value={evil}
        label={evil}
        placeholder={evil}
        submit={evil}
        kept={{ [evil]: evil }}
      />
    ),
  ],
  ["Chips", () => <ui.Chips label={evil} chips={[link]} />],
  ["Sheet", () => <ui.Sheet label={evil}>{evil}</ui.Sheet>],
  [
    "Card",
    () => (
      <ui.Card title={evil} id={evil}>
        {evil}
      </ui.Card>
    ),
  ],
  ["DocumentLayout", () => <ui.DocumentLayout first={evil} sheet={evil} rest={evil} />],
  [
    "DueBox",
    () => (
      <ui.DueBox note={evil} amount={evil}>
        {evil}
      </ui.DueBox>
    ),
  ],
  ["Figure", () => <ui.Figure amount={evil} />],
  ["WrittenText", () => <ui.WrittenText>{evil}</ui.WrittenText>],
  ["LinkedText", () => <ui.LinkedText text={`${evil} https://nordauto.dk/?q="><b`} />],
  ["Table", () => <ui.Table caption={evil} columns={[{ label: evil }]} rows={[[evil]]} />],
  ["PageHead", () => <ui.PageHead title={evil}>{evil}</ui.PageHead>],
  ["QrCode", () => <ui.QrCode label={evil} shape={{ size: 21, runs: [{ x: 0, y: 0, length: 7 }] }} />],
  [
    "PortalFrame",
    () => (
      <ui.PortalFrame
        business={business}
        contact={{ address: [evil], phone: evil, mail: evil }}
        nav={[link]}
        texts={{ nav: evil, menu: evil, languages: evil }}
        languages={[
          { code: evil, ...link },
          { code: evil, ...link },
        ]}
        links={[link]}
      >
        {evil}
      </ui.PortalFrame>
    ),
  ],
  [
    "StaffFrame",
    () => (
      <ui.StaffFrame
        business={{ name: evil, home: evil }}
        nav={[{ ...link, icon: "house", badge: evil }]}
        user={{ name: evil, links: [link], signOut: { action: evil, text: evil } }}
        texts={{ nav: evil, menu: evil, user: evil }}
        search={evil}
      />
    ),
  ],
  [
    "Page",
    () => (
      <ui.Page title={evil} language={evil} side="portal" skip={evil} brandStylesheet={evil} icon={evil}>
        {evil}
      </ui.Page>
    ),
  ],
]

beforeAll(() => build().then(() => undefined))

test.each(rendered)("%s shows hostile text as text", async (_name, render) => {
  const html = String(await render())
  expect(html).toMatch(/&lt;script&gt;|&quot;&#39;&gt;/)
  expect(html).not.toContain("<script>")
  expect(html).not.toContain("<b ")
  expect(html).not.toContain("</textarea>&quot;")
  expect(html).not.toMatch(/ style=/)
})

test("every component of the toolkit that prints data is tried with hostile text", () => {
  const silent = ["Chip", "FieldError", "Icon", "BusinessMark", "NavLinks"] // Parts of others above, and one without text.
  const tried = rendered.map(([name]) => name.split(" ")[0])
  const components = Object.keys(ui).filter((name) => /^[A-Z]/.test(name))
  expect(components.filter((name) => !tried.includes(name) && !silent.includes(name))).toEqual([])
})
