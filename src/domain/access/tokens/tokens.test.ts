import { afterAll, beforeAll, expect, test } from "vitest"
import { createTestApp, type TestApp } from "../../../../test/harness.ts"
import { asOwner, type StaffActor } from "../../../platform/database/index.ts"
import { listEvents } from "../../events/index.ts"
import { changePortalSettings, getPortalSettingsForm } from "../../settings/index.ts"
import {
  countActiveTokens,
  countCustomersWithoutToken,
  findPortalSession,
  findToken,
  listTokens,
  makeMissingTokens,
  makeToken,
  openPreview,
  openSessionByToken,
  revokeAllTokens,
  revokeToken,
  setPortalAccess,
  shareToken,
} from "../index.ts"

let app: TestApp
let staff: StaffActor
beforeAll(async () => {
  app = await createTestApp()
  staff = await app.makeStaff("staff")
})
afterAll(() => app.close())

const make = (customerId: string, replace = false) =>
  makeToken(staff, app.kvit.secrets, customerId, { replace })

async function makeFor(customerId: string) {
  const made = await make(customerId)
  if (!made.ok) throw new Error(made.reason)
  return made
}

async function comeIn(token: string): Promise<string> {
  const session = await openSessionByToken(app.kvit, app.businessId, token, undefined)
  if (!session) throw new Error("The token did not open the portal.")
  return session.secret
}

const isIn = async (secret: string) => (await findPortalSession(app.kvit, app.businessId, secret)) !== null
const opens = async (token: string) =>
  (await openSessionByToken(app.kvit, app.businessId, token, undefined)) !== null

/** Moves a token's life into the past, as time would. */
const expire = (tokenId: string) =>
  asOwner(app.owner, (client) =>
    client.query(
      "update portal_tokens set created_at = now() - interval '40 days', expires_at = now() - interval '10 days' where id = $1",
      [tokenId],
    ),
  )

test("of twenty who generate at once for one customer exactly one does", async () => {
  const anna = await app.make.customer()
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => make(anna.id)))
  expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1)
  expect(outcomes.filter((outcome) => !outcome.ok && outcome.reason === "has_active")).toHaveLength(19)
  expect((await listTokens(staff, { customerIds: [anna.id], limit: 50 })).tokens).toHaveLength(1)
})

test("of twenty who regenerate at once one token is left, and it is the only link that opens", async () => {
  const anna = await app.make.customer()
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => make(anna.id, true)))
  const tokens = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.token] : []))
  const opening = await Promise.all(tokens.map(opens))
  expect(tokens).toHaveLength(20)
  expect(opening.filter(Boolean)).toHaveLength(1)
})

test("regenerating kills the old link, and whoever came in by it is out on the next request", async () => {
  const anna = await app.make.customer()
  const old = await makeFor(anna.id)
  const session = await comeIn(old.token)
  const made = await make(anna.id, true)
  expect(await isIn(session)).toBe(false)
  expect(await opens(old.token)).toBe(false)
  expect(made.ok && (await opens(made.token))).toBe(true)
})

test("revoking ends the sessions that came in by the token, and happens once", async () => {
  const anna = await app.make.customer()
  const { token, tokenId } = await makeFor(anna.id)
  const session = await comeIn(token)
  expect(await isIn(session)).toBe(true)
  expect(await revokeToken(staff, tokenId)).toBe(true)
  expect(await isIn(session)).toBe(false)
  expect(await revokeToken(staff, tokenId)).toBe(false)
  expect(await findToken(staff, tokenId)).toMatchObject({
    state: "revoked",
    uses: 1,
    createdBy: "Mette staff",
  })
})

test("blocking a customer ends every way in, and no token is made until they are let in again", async () => {
  const anna = await app.make.customer()
  const session = await comeIn((await makeFor(anna.id)).token)
  expect(await setPortalAccess(staff, anna.id, false)).toBe(true)
  expect(await isIn(session)).toBe(false)
  expect(await make(anna.id)).toEqual({ ok: false, reason: "blocked" })
  expect(await openPreview(staff, anna.id)).toBeNull()
  await setPortalAccess(staff, anna.id, true)
  expect(await make(anna.id)).toMatchObject({ ok: true })
  expect(await openPreview(staff, anna.id)).not.toBeNull()
})

test("an expired token makes room for a new one and stays in the list as expired", async () => {
  const anna = await app.make.customer()
  const old = await makeFor(anna.id)
  await expire(old.tokenId)
  expect(await opens(old.token)).toBe(false)
  expect(await shareToken(staff, app.kvit.secrets, { tokenId: old.tokenId }, "copy")).toBeNull()
  expect(await make(anna.id)).toMatchObject({ ok: true })
  const { tokens } = await listTokens(staff, { customerIds: [anna.id], limit: 10 })
  expect(tokens.map((token) => token.state)).toEqual(["active", "expired"])
  const { events } = await listEvents(staff, { customerId: anna.id, limit: 10 })
  expect(events.map((event) => event.kind)).not.toContain("token.revoked")
})

test("a changed expiry counts for tokens made from then on", async () => {
  const anna = await app.make.customer()
  const bo = await app.make.customer()
  const before = await makeFor(anna.id)
  const { settings, revision } = await getPortalSettingsForm(staff)
  const form = { ...settings, tokenExpiryDays: "7", welcomeDa: "", welcomeEn: "" }
  await changePortalSettings(staff, { form, revision })
  const after = await makeFor(bo.id)
  const days = (end: Date) => Math.round((end.getTime() - Date.now()) / 86_400_000)
  expect(days((await findToken(staff, before.tokenId))?.expiresAt ?? new Date(0))).toBe(30)
  expect(days(after.expiresAt)).toBe(7)
})

test("the link stays the same however often it is copied, and each time is recorded without the secret", async () => {
  const anna = await app.make.customer()
  const { token, tokenId } = await makeFor(anna.id)
  const copies = [
    await shareToken(staff, app.kvit.secrets, { tokenId }, "copy"),
    await shareToken(staff, app.kvit.secrets, { customerId: anna.id }, "copy"),
  ]
  expect(copies.map((copy) => copy?.token)).toEqual([token, token])
  const { events } = await listEvents(staff, { customerId: anna.id, limit: 10 })
  expect(events.filter((event) => event.kind === "portal_link.shared")).toHaveLength(2)
  expect(JSON.stringify(events)).not.toContain(token)
})

test("missing tokens are made for those who may come in and have none, also while somebody makes one", async () => {
  const [anna, bo, carl] = [await app.make.customer(), await app.make.customer(), await app.make.customer()]
  const old = await makeFor(carl.id)
  await expire(old.tokenId)
  await setPortalAccess(staff, bo.id, false)
  const missing = await countCustomersWithoutToken(staff)
  const [made, own] = await Promise.all([makeMissingTokens(staff, app.kvit.secrets), make(anna.id)])
  expect(made + (own.ok ? 1 : 0)).toBe(missing)
  expect(await countCustomersWithoutToken(staff)).toBe(0)
  expect(await makeMissingTokens(staff, app.kvit.secrets)).toBe(0)
  const active = await listTokens(staff, {
    customerIds: [anna.id, bo.id, carl.id],
    state: "active",
    limit: 10,
  })
  expect(active.tokens.map((token) => token.customer.id).sort()).toEqual([anna.id, carl.id].sort())
  const { token = "" } = (await shareToken(staff, app.kvit.secrets, { customerId: carl.id }, "copy")) ?? {}
  expect(await opens(token)).toBe(true)
})

test("revoking all leaves no link open, and records each", async () => {
  const anna = await app.make.customer()
  const session = await comeIn((await makeFor(anna.id)).token)
  const active = await countActiveTokens(staff)
  expect(await revokeAllTokens(staff)).toBe(active)
  expect(await countActiveTokens(staff)).toBe(0)
  expect(await isIn(session)).toBe(false)
  const { events } = await listEvents(staff, { limit: active })
  expect(events.map((event) => event.kind)).toEqual(Array(active).fill("token.revoked"))
})

test("the list goes on by key, newest first", async () => {
  const ids: string[] = []
  while (ids.length < 5) ids.push((await app.make.customer()).id)
  for (const id of ids) await makeFor(id)
  const first = await listTokens(staff, { customerIds: ids, limit: 3 })
  const second = await listTokens(staff, { customerIds: ids, limit: 3, before: first.older ?? "" })
  expect([...first.tokens, ...second.tokens].map((token) => token.customer.id)).toEqual([...ids].reverse())
  expect(second.older).toBeNull()
})
