import { makeToken } from "../../domain/access/index.ts"
import { findOrCreateCustomers, recordVehicles } from "../../domain/customers/index.ts"
import { type IssuedDocument, issueDocuments, type NewDocument } from "../../domain/documents/index.ts"
import { toSeller } from "../../domain/exchange/index.ts"
import { bookDocuments } from "../../domain/ledger/index.ts"
import { recordPayment } from "../../domain/payments/index.ts"
import { addressOf, type Business, getBusiness } from "../../domain/settings/index.ts"
import { dateIn } from "../../platform/clock/index.ts"
import { createSystemActor, type SystemActor } from "../../platform/database/index.ts"
import { newId } from "../../platform/ids/index.ts"
import type { Runtime } from "../../runtime.ts"
import { makeContent, type Workshop } from "./content.ts"
import { makeHistory, type SampleDocument, type SampleHistory } from "./history.ts"

type Environment = Pick<Runtime, "database" | "clock" | "secrets">

const documentsAtATime = 150
const paymentsAtATime = 8
/** How many customers get a portal link to begin with. */
const linkCount = 14

/**
 * Fills a business with the sample's customers, vehicles, documents, payments and portal links, issued in its own
 * name and dated back from its today. Customers and documents come in one transaction, or not at all.
 */
export async function loadSample(environment: Environment, businessId: string): Promise<void> {
  const actor = createSystemActor(environment, businessId, "command")
  const business = await getBusiness(actor)
  const history = makeHistory(dateIn(business.time_zone, actor.now()))
  const { customerIds, issued } = await writeHistory(actor, history, workshopOf(business))
  const payments = history.documents.flatMap((document, index) => {
    const outcome = issued[index]
    return document.paid && outcome ? [{ document, outcome, paid: document.paid }] : []
  })
  const open = await findOpen(actor)
  for (let start = 0; start < payments.length; start += paymentsAtATime) {
    const set = payments.slice(start, start + paymentsAtATime)
    await Promise.all(
      set.map(({ document, outcome, paid }) => {
        const amount = ((open.get(outcome.documentId) ?? 0n) * BigInt(paid.percent)) / 100n
        return amount > 0n ? writePayment(actor, document, outcome, { ...paid, amount }) : undefined
      }),
    )
  }
  for (const customerId of customerIds.slice(0, linkCount)) {
    await makeToken(actor, environment.secrets, customerId, { replace: false })
  }
}

async function writeHistory(actor: SystemActor, { customers, documents }: SampleHistory, workshop: Workshop) {
  return actor.transaction(async (db) => {
    const customerIds = await findOrCreateCustomers(
      db,
      actor,
      customers.map(({ input }) => input),
    )
    const idByKey = new Map(customers.map(({ key }, index) => [key, customerIds[index] ?? ""]))
    const idOf = (key: string) => idByKey.get(key) ?? ""
    const prepared = documents.map(
      (document): NewDocument => ({
        data: makeContent(document, workshop),
        customerId: idOf(document.customer.key),
        billToId: idOf((document.billTo ?? document.customer).key),
        sellerKey: "",
        source: "kvit",
        state: document.state,
        files: [],
        remarks: [],
      }),
    )
    const issued: IssuedDocument[] = []
    for (let start = 0; start < prepared.length; start += documentsAtATime) {
      const outcomes = await issueDocuments(db, actor, prepared.slice(start, start + documentsAtATime))
      const written = outcomes.map((outcome) => {
        if (outcome.outcome === "refused") throw new Error(outcome.reason)
        return outcome
      })
      await bookDocuments(db, actor, written)
      issued.push(...written)
    }
    await recordVehicles(
      db,
      actor,
      documents.map(({ vehicle, customer, issueDate }) => ({
        ...vehicle,
        customerId: idOf(customer.key),
        seenOn: issueDate,
      })),
    )
    return { customerIds, issued }
  })
}

/** What is open on each document, by its id; credit notes have been set off already. */
async function findOpen(actor: SystemActor): Promise<Map<string, bigint>> {
  const rows = await actor.transaction((db) =>
    db
      .selectFrom("open_items")
      .select(["document_id", "balance"])
      .where("business_id", "=", actor.businessId)
      .execute(),
  )
  return new Map(rows.map((row) => [row.document_id, row.balance]))
}

async function writePayment(
  actor: SystemActor,
  document: SampleDocument,
  { documentId }: IssuedDocument,
  paid: { amount: bigint; on: string; method: "bank" | "card" | "cash" },
): Promise<void> {
  const outcome = await recordPayment(actor, {
    documentId,
    amount: paid.amount,
    method: paid.method,
    receivedOn: paid.on,
    reference: document.number,
    requestKey: newId(),
  })
  if (!outcome.ok) throw new Error(`The sample's invoice ${document.number} was not paid: ${outcome.reason}.`)
}

function workshopOf(business: Business): Workshop {
  return {
    seller: toSeller(business),
    branch: {
      name: business.city ? `${business.name}, ${business.city}` : business.name,
      address: addressOf(business).join(", ") || business.name,
      phone: business.phone ?? "+45 12 00 00 00",
    },
    bank: {
      registration: business.bank_registration ?? "0000",
      account: business.bank_account ?? "0000000000",
      iban: business.iban ?? "DK5000400440116243",
      bic: business.bic ?? "EXAMDK22",
    },
  }
}
