import {
  changeBusiness,
  changePortalSettings,
  completeSetUp,
  getBusinessSettings,
  getPortalSettingsForm,
  prepareSetUp,
} from "../../domain/settings/index.ts"
import { createStaffActor, createSystemActor, type StaffActor } from "../../platform/database/index.ts"
import type { Runtime } from "../../runtime.ts"
import { cvrNumber } from "./customers.ts"

export interface SampleStaff {
  email: string
  name: string
  password: string
}

/** Customers worth looking at: a fleet, one whose papers a leasing firm pays, and one who reads English. */
export const sampleCustomersWithLinks = [
  { number: "1001", name: "Havnens Kørsel ApS" },
  { number: "1021", name: "Nordlys Consulting ApS" },
  { number: "1036", name: "Oliver Bennett" },
] as const

const name = "NORD Auto"
const phone = "+45 12 00 86 86"
const email = "kontakt@nordauto.example"
const address = { addressLine1: "Værkstedsvej 4", postalCode: "8200", city: "Aarhus N", country: "DK" }
/** Beyond any number given to a company so far, and with the right check digit. */
const companyId = cvrNumber(99_999_990)

/** Makes NORD Auto on an empty installation, with its owner and one who may only look. Returns the business's id. */
export async function createSampleBusiness(
  runtime: Runtime,
  staff: { owner: SampleStaff; reader: SampleStaff },
): Promise<string> {
  const { database, staffAccounts } = runtime
  const code = await prepareSetUp(database)
  const addOwner = await staffAccounts.prepareFirstOwner({ ...staff.owner, businessName: name })
  if (code === null) throw new Error("There is a business already.")
  if (typeof addOwner === "string") throw new Error(`The owner's password is refused: ${addOwner}.`)
  const done = await completeSetUp(
    database,
    {
      code,
      business: {
        name,
        companyId,
        ...address,
        phone,
        email,
        language: "da",
        currency: "DKK",
        portalEnabled: true,
      },
    },
    addOwner,
  )
  if (done.outcome !== "done") throw new Error("Another Kvit set this installation up at the same moment.")
  const { businessId } = done
  await staffAccounts.addStaff({ ...staff.reader, businessId, role: "read_only" })
  const owner = await getOwner(runtime, businessId)
  await furnish(owner)
  return businessId
}

async function getOwner(runtime: Runtime, businessId: string): Promise<StaffActor> {
  const system = createSystemActor(runtime, businessId, "command")
  const row = await system.transaction((db) =>
    db
      .selectFrom("staff_members")
      .select(["id", "name"])
      .where("business_id", "=", businessId)
      .where("role", "=", "owner")
      .executeTakeFirstOrThrow(),
  )
  return createStaffActor(runtime, { businessId, staffId: row.id, role: "owner", name: row.name })
}

/** Everything set-up does not ask: bank, letterhead, what customers read first. */
async function furnish(owner: StaffActor): Promise<void> {
  const business = await getBusinessSettings(owner)
  const changed = await changeBusiness(owner, {
    form: {
      ...business.form,
      vatId: `DK${companyId}`,
      website: "https://nordauto.example",
      bankRegistration: "9999",
      bankAccount: "0001234567",
      iban: "DK5000400440116243",
      bic: "EXAMDK22",
      accent: "#0b5d4b",
    },
    revision: business.revision,
    logo: null,
  })
  if (!changed.ok) throw new Error(`The sample business is refused: ${JSON.stringify(changed)}.`)
  const portal = await getPortalSettingsForm(owner)
  const { tokenExpiryDays, welcome, ...switches } = portal.settings
  const welcomed = await changePortalSettings(owner, {
    form: {
      ...switches,
      tokenExpiryDays: String(tokenExpiryDays),
      welcomeDa: `Velkommen til NORD Auto. Her finder du dine tilbud, ordrer og fakturaer.\nRing til os på ${phone}, hvis noget ikke stemmer.`,
      welcomeEn: `Welcome to NORD Auto. Your quotes, orders and invoices are all here.\nCall us at ${phone} if something looks wrong.`,
    },
    revision: portal.revision,
  })
  if (!welcomed.ok) throw new Error(`The sample's portal settings are refused: ${JSON.stringify(welcomed)}.`)
}
