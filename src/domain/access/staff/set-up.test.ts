import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { createSecrets } from "../../../platform/secrets/index.ts"
import { completeSetUp, ensureInstallation, type NewBusiness, prepareSetUp } from "../../settings/index.ts"
import { openStaffAccounts, type StaffAccounts } from "./index.ts"
import { createTestDatabase } from "./test-database.ts"

let installation: Awaited<ReturnType<typeof createTestDatabase>>
let accounts: StaffAccounts

beforeEach(async () => {
  installation = await createTestDatabase()
  accounts = openStaffAccounts({ ...installation, secureCookies: true, requireSecondFactor: true })
  await ensureInstallation(installation.database, installation.secrets)
})

afterEach(async () => {
  await accounts.close()
  await installation.close()
})

const business: NewBusiness = {
  name: "NORD Auto",
  companyId: "12345678",
  addressLine1: "Havnegade 1",
  postalCode: "9000",
  city: "Aalborg",
  country: "DK",
  phone: null,
  email: null,
  language: "da",
  currency: "DKK",
  portalEnabled: true,
}
const owner = {
  email: "anna@nord.example",
  name: "Anna",
  password: "correct horse battery",
  businessName: "NORD Auto",
}

async function prepareOwner() {
  const prepared = await accounts.prepareFirstOwner(owner)
  if (typeof prepared === "string") throw new Error(prepared)
  return prepared
}

async function prepareCode() {
  const code = await prepareSetUp(installation.database)
  if (code === null) throw new Error("Set-up is closed.")
  return code
}

const countBusinesses = async () => (await installation.query("select from businesses")).length

describe("set-up", () => {
  test("makes the business, its portal's settings and an owner who can sign in", async () => {
    const code = await prepareCode()
    const typed = ` ${code.toUpperCase().replaceAll("-", " ")} `
    const done = await completeSetUp(installation.database, { code: typed, business }, await prepareOwner())
    if (done.outcome !== "done") throw new Error(done.outcome)
    expect(await installation.query("select enabled, token_expiry_days from portal_settings")).toEqual([
      { enabled: true, token_expiry_days: 30 },
    ])
    expect(await installation.query("select feature, enabled from features")).toEqual([
      { feature: "customer_portal", enabled: true },
    ])
    expect(await installation.query("select kind from events order by id")).toEqual([
      { kind: "business.set_up" },
      { kind: "staff.added" },
    ])
    const visit = { businessId: done.businessId, network: "192.0.2.7", request: new Headers() }
    const answer = await accounts.signIn({ ...visit, email: owner.email, password: owner.password })
    expect(answer.outcome).toBe("signed_in")
    const cookie = answer.setCookies.map((line) => line.split(";")[0]).join("; ")
    const session = await accounts.findSession(new Headers({ cookie }), done.businessId)
    expect(session).toMatchObject({ role: "owner", pending: "second_factor" })
  })

  test("is done once, whoever holds the code, and is closed for ever after", async () => {
    const code = await prepareCode()
    const addOwner = await prepareOwner()
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => completeSetUp(installation.database, { code, business }, addOwner)),
    )
    expect(outcomes.filter((answer) => answer.outcome === "done")).toHaveLength(1)
    expect(await countBusinesses()).toBe(1)
    expect(await prepareSetUp(installation.database)).toBeNull()
    expect(await completeSetUp(installation.database, { code, business }, addOwner)).toEqual({
      outcome: "refused",
    })
    expect(await installation.query("select setup_secret_sha256 from installation")).toEqual([
      { setup_secret_sha256: null },
    ])
  })

  test.each(["", "-", "aaaa-aaaa-aaaa-aaaa-aaaa", "null"])("is not opened by the code %j", async (code) => {
    await prepareCode()
    const answer = await completeSetUp(installation.database, { code, business }, await prepareOwner())
    expect(answer).toEqual({ outcome: "refused" })
    expect(await countBusinesses()).toBe(0)
  })

  test("is not opened by the code of an earlier start, and the code itself is not kept", async () => {
    const earlier = await prepareCode()
    const code = await prepareCode()
    const addOwner = await prepareOwner()
    expect((await completeSetUp(installation.database, { code: earlier, business }, addOwner)).outcome).toBe(
      "refused",
    )
    expect(JSON.stringify(await installation.query("select * from installation"))).not.toContain(code)
    expect((await completeSetUp(installation.database, { code, business }, addOwner)).outcome).toBe("done")
  })

  test("that fails at the owner leaves nothing behind and can be tried again with the same code", async () => {
    const code = await prepareCode()
    const failing = () => Promise.reject(new Error("The disk is full."))
    await expect(completeSetUp(installation.database, { code, business }, failing)).rejects.toThrow(
      "disk is full",
    )
    expect(await countBusinesses()).toBe(0)
    expect(
      (await completeSetUp(installation.database, { code, business }, await prepareOwner())).outcome,
    ).toBe("done")
  })

  test("refuses a weak password before anything is written", async () => {
    expect(await accounts.prepareFirstOwner({ ...owner, password: "nordauto2026" })).toBe("contains_name")
    expect(await accounts.prepareFirstOwner({ ...owner, password: "Password1234" })).toBe("too_common")
  })
})

describe("the installation", () => {
  test("starts again with its own secret and refuses another one in a plain sentence", async () => {
    await ensureInstallation(installation.database, installation.secrets)
    const other = createSecrets(Buffer.alloc(32, 4))
    await expect(ensureInstallation(installation.database, other)).rejects.toThrow(
      "KVIT_SECRET is not the secret this data was made with.",
    )
  })
})
