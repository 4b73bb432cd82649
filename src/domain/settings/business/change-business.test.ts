import { afterAll, beforeAll, expect, test } from "vitest"
import { createTestApp, type TestApp } from "../../../../test/harness.ts"
import { pngLogo } from "../../../../test/logos.ts"
import { listEvents } from "../../events/index.ts"
import { type BusinessForm, changeBusiness, findLogo, getBusiness, getBusinessSettings } from "../index.ts"

let app: TestApp
beforeAll(async () => {
  app = await createTestApp()
})
afterAll(() => app.close())

async function change(typed: Partial<BusinessForm>, logo: Uint8Array | "remove" | null = null) {
  const owner = await app.makeStaff("owner")
  const { form, revision } = await getBusinessSettings(owner)
  return changeBusiness(owner, { form: { ...form, ...typed }, revision, logo })
}

test("an owner changes the business, and the record names what was changed and nothing of it", async () => {
  const outcome = await change({
    name: "NORD Auto A/S",
    phone: "+45 86 00 00 00",
    iban: "DK5000400440116243",
  })
  expect(outcome).toEqual({ ok: true, changed: ["name", "phone", "iban"] })
  const business = await getBusiness(app.system)
  expect(business).toMatchObject({ name: "NORD Auto A/S", iban: "DK50 0040 0440 1162 43" })
  const { events } = await listEvents(app.system, { limit: 1 })
  expect(events[0]).toMatchObject({
    kind: "settings.changed",
    data: { area: "business", changed: ["name", "phone", "iban"] },
  })
  expect(JSON.stringify(events[0]?.data)).not.toMatch(/NORD|86 00|DK50/)
})

test("saving what is there already changes nothing and records nothing", async () => {
  const before = await listEvents(app.system, { limit: 1 })
  expect(await change({})).toEqual({ ok: true, changed: [] })
  expect(await listEvents(app.system, { limit: 1 })).toEqual(before)
})

test.each([
  ["name", "", "required"],
  ["name", "x".repeat(201), "too_long"],
  ["companyId", "1234567", "not_cvr"],
  ["vatId", "DK1234", "not_danish_vat"],
  ["country", "XX", "not_country"],
  ["phone", "call me", "not_phone"],
  ["email", "mette", "not_mail"],
  ["website", "javascript:alert(1)", "not_website"],
  ["language", "sv", "not_language"],
  ["currency", "XXQ", "not_currency"],
  ["timeZone", "Europe/Odense", "not_time_zone"],
  ["termsUrl", "javascript:alert(1)", "not_https"],
  ["termsUrl", "http://example.com/terms", "not_https"],
  ["privacyUrl", "data:text/html,<script>", "not_https"],
  ["privacyUrl", "https://user:secret@example.com", "not_https"],
  ["privacyUrl", "//example.com", "not_https"],
  ["privacyUrl", "https://intranet/privacy", "not_https"],
  ["iban", "DK5000400440116244", "not_iban"],
  ["bic", "NDEA", "not_bic"],
  ["accent", "green", "not_colour"],
  ["accent", "#0b5d4b}", "too_long"],
] as const)("%s cannot be %j", async (field, value, code) => {
  expect(await change({ [field]: value })).toEqual({
    ok: false,
    reason: "refused",
    problems: { [field]: { code } },
  })
})

test("an accent too pale to read is refused with the nearest colour that is not, and that one is taken", async () => {
  const refused = await change({ accent: "#2fb380" })
  const nearest = !refused.ok && refused.reason === "refused" ? refused.problems.accent?.nearest : undefined
  expect(refused).toMatchObject({ ok: false, problems: { accent: { code: "too_pale" } } })
  expect(nearest).toMatch(/^#[0-9a-f]{6}$/)
  expect(nearest).not.toBe("#000000")
  expect(await change({ accent: nearest ?? "" })).toMatchObject({ ok: true })
})

test("a colour that is read on white and not on the desk is too pale", async () => {
  expect(await change({ accent: "#767676" })).toMatchObject({ problems: { accent: { code: "too_pale" } } })
})

test("everything that is wrong is said at once, each at its field", async () => {
  const outcome = await change({ companyId: "123", accent: "red", termsUrl: "nowhere" })
  expect(outcome).toEqual({
    ok: false,
    reason: "refused",
    problems: {
      companyId: { code: "not_cvr" },
      accent: { code: "not_colour" },
      termsUrl: { code: "not_https" },
    },
  })
})

test("a Swedish business writes its own number, however it looks", async () => {
  expect(await change({ country: "SE", companyId: "556036-0793", vatId: "SE556036079301" })).toMatchObject({
    ok: true,
  })
  await change({ country: "DK", companyId: "", vatId: "" })
})

test("CVR and VAT number are kept one way, however they are written", async () => {
  expect(await change({ companyId: "12 34 56 78", vatId: "12345678" })).toMatchObject({ ok: true })
  expect(await getBusiness(app.system)).toMatchObject({ company_id: "12345678", vat_id: "DK12345678" })
})

test("the form is saved whole or not at all", async () => {
  const before = await getBusiness(app.system)
  expect(await change({ city: "Odense", email: "wrong" })).toMatchObject({ ok: false })
  expect(await change({ city: "Odense" }, Buffer.from("<svg/>"))).toMatchObject({
    ok: false,
    problems: { logo: { code: "not_image" } },
  })
  expect(await getBusiness(app.system)).toEqual(before)
})

test("a logo is taken, replaced by none, and seen by whoever is at the door", async () => {
  expect(await change({}, pngLogo())).toEqual({ ok: true, changed: ["logo"] })
  expect(await findLogo(app.system)).toEqual({ type: "image/png", bytes: pngLogo() })
  expect(await change({}, "remove")).toEqual({ ok: true, changed: ["logo"] })
  expect(await findLogo(app.system)).toBeNull()
  expect(await change({}, "remove")).toEqual({ ok: true, changed: [] })
})

test("of two owners who save at once one is told, and nothing is half overwritten", async () => {
  const one = await app.makeStaff("owner")
  const other = await app.makeStaff("owner")
  const shown = await getBusinessSettings(one)
  const saving = (name: string, city: string) => ({
    form: { ...shown.form, name, city },
    revision: shown.revision,
    logo: null,
  })
  const outcomes = await Promise.all([
    changeBusiness(one, saving("First", "Firstby")),
    changeBusiness(other, saving("Second", "Secondby")),
  ])
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1)
  expect(outcomes).toContainEqual({ ok: false, reason: "changed_meanwhile" })
  const { name, city } = await getBusiness(app.system)
  expect(["First Firstby", "Second Secondby"]).toContain(`${name} ${city}`)
})

test("text that would break a page or the database is kept as text, without control characters", async () => {
  const hostile = '<script>alert(1)</script>"\u0000\u0007'
  expect(await change({ name: hostile, letterhead: "one\r\ntwo\u0000" })).toMatchObject({ ok: true })
  const business = await getBusiness(app.system)
  expect(business.name).toBe('<script>alert(1)</script>"')
  expect(business.letterhead).toBe("one\ntwo")
})
