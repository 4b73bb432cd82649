import { beforeAll, expect, test } from "vitest"
import { build } from "../../../scripts/build.mjs"
import { asset, findAsset } from "./assets.ts"
import { Page } from "./page.tsx"
import { PortalFrame } from "./portal-frame.tsx"

beforeAll(() => build().then(() => undefined))

test("a page is whole: its language, its stylesheet, its one module, and the way past its navigation", async () => {
  const html = String(
    await (
      <Page
        title="Invoice 10042"
        language="da"
        side="portal"
        skip="Spring over"
        brandStylesheet="/portal/brand-1.css"
      >
        <PortalFrame
          business={{ name: "Ørsted Auto", home: "/portal" }}
          contact={{ phone: "+45 86 12 34 56" }}
          nav={[{ href: "/portal/documents", text: "Dokumenter", current: true }]}
          texts={{ nav: "Sider", menu: "Menu", languages: "Sprog" }}
          languages={[]}
        >
          Hej
        </PortalFrame>
      </Page>
    ),
  )
  expect(html).toMatch(/^<!doctype html><html lang="da">/)
  expect(html).toContain("<title>Invoice 10042</title>")
  expect(html).toContain('<meta name="robots" content="noindex, nofollow">')
  expect(html.indexOf(asset("kvit.css"))).toBeLessThan(html.indexOf("/portal/brand-1.css"))
  expect(html).toContain(`<script type="module" src="${asset("portal.js")}"></script>`)
  expect(html.match(/<script/g)).toHaveLength(1)
  expect(html).toContain('<body class="portal"><a class="skip" href="#main">Spring over</a>')
  expect(html).toMatch(/<main id="main" tabindex="-1">\s*Hej/)
  expect(html).toContain('<span class="mark" aria-hidden="true">Ø</span>')
  expect(html).toContain('href="tel:+4586123456"')
  expect(html).not.toMatch(/ style=| on[a-z]+=|http-equiv|name="description"/)
})

test("every address a page loads is one that is served", () => {
  for (const name of ["kvit.css", "portal.js", "staff.js", "inter.woff2", "icon.svg"]) {
    expect(findAsset(asset(name))?.bytes.length).toBeGreaterThan(100)
  }
  expect(findAsset("/assets/kvit.css")).toBeNull()
  expect(() => asset("other.css")).toThrow("No built file is called other.css.")
})
