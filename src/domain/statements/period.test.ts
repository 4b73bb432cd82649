import { expect, test } from "vitest"
import { namedPeriod, readPeriod } from "./period.ts"

const today = "2026-11-21"

test("periods by name begin and end where the calendar says, and never go past today", () => {
  expect(namedPeriod("this_month", today)).toMatchObject({ from: "2026-11-01", to: today })
  expect(namedPeriod("last_month", today)).toMatchObject({ from: "2026-10-01", to: "2026-10-31" })
  expect(namedPeriod("this_quarter", today)).toMatchObject({ from: "2026-10-01", to: today })
  expect(namedPeriod("this_year", today)).toMatchObject({ from: "2026-01-01", to: today })
  expect(namedPeriod("last_year", today)).toMatchObject({ from: "2025-01-01", to: "2025-12-31" })
  expect(namedPeriod("all", today)).toMatchObject({ from: null, to: today })
})

test("in January last month is December of the year before, and in March it ends in February", () => {
  expect(namedPeriod("last_month", "2026-01-31")).toMatchObject({ from: "2025-12-01", to: "2025-12-31" })
  expect(namedPeriod("last_month", "2028-03-01")).toMatchObject({ from: "2028-02-01", to: "2028-02-29" })
  expect(namedPeriod("this_quarter", "2026-03-31")).toMatchObject({ from: "2026-01-01", to: "2026-03-31" })
})

test("who asks for nothing, or for a period that does not exist, is shown this year", () => {
  for (const query of [{}, { period: "soon" }, { period: "own" }, { from: " ", to: "" }])
    expect(readPeriod(query, today)).toEqual({ ok: true, period: namedPeriod("this_year", today) })
})

test("dates of one's own win over a name; one of them alone is enough", () => {
  const own = (from: string | null, to: string) => ({ ok: true, period: { name: "own", from, to } })
  expect(readPeriod({ period: "all", from: "2026-02-01", to: "2026-02-28" }, today)).toEqual(
    own("2026-02-01", "2026-02-28"),
  )
  expect(readPeriod({ from: "2026-02-01" }, today)).toEqual(own("2026-02-01", today))
  expect(readPeriod({ to: "2026-02-28" }, today)).toEqual(own(null, "2026-02-28"))
})

test("what is no date, and an end before its beginning, is told at its field", () => {
  const problems = (query: object) => readPeriod(query, today)
  for (const from of ["2026-02-30", "01-02-2026", "0000-01-01", "12026-01-01", "2026-2-1", "x", "9999-01-01"])
    expect(problems({ from, to: today })).toEqual({ ok: false, problems: { from: "no_date" } })
  expect(problems({ from: "nothing", to: "nothing" })).toEqual({
    ok: false,
    problems: { from: "no_date", to: "no_date" },
  })
  expect(problems({ from: "2026-03-01", to: "2026-02-28" })).toEqual({
    ok: false,
    problems: { to: "before_from" },
  })
  expect(problems({ from: "2026-12-01" })).toEqual({ ok: false, problems: { from: "before_from" } })
})
