/** Makes things for tests: what a test does not say is filled in. */
import { findDocumentLinkText, makeDocumentLink, makeToken } from "../src/domain/access/index.ts"
import { type CustomerInput, findOrCreateCustomers } from "../src/domain/customers/index.ts"
import {
  type DocumentFile,
  documentSchema,
  issueDocuments,
  type StoredDocument,
} from "../src/domain/documents/index.ts"
import { bookDocuments } from "../src/domain/ledger/index.ts"
import { recordPayment } from "../src/domain/payments/index.ts"
import type { SystemActor } from "../src/platform/database/index.ts"
import { newId } from "../src/platform/ids/index.ts"
import type { Secrets } from "../src/platform/secrets/index.ts"

export interface MadeCustomer {
  id: string
  name: string
}

export interface DocumentChoices {
  kind?: "quote" | "order" | "invoice" | "credit_note"
  number?: string
  customer: MadeCustomer
  billTo?: MadeCustomer
  state?: "draft" | "issued"
  issueDate?: string
  dueDate?: string
  /** Total including VAT, in minor units; 25 % VAT. */
  total?: bigint
  currency?: string
  /** Put over what is filled in. */
  content?: Partial<StoredDocument>
  files?: DocumentFile[]
  /** What only staff may read. */
  remarks?: unknown[]
}

interface LinkChoices {
  customer?: MadeCustomer
  contactId?: string
  /** Made for the customer's own address. */
  isMailed?: boolean
  days?: number
  issuer?: string
}

let counter = 0

export function createFactories(system: SystemActor, secrets: Secrets) {
  async function customer(input: Partial<CustomerInput> = {}): Promise<MadeCustomer> {
    counter += 1
    const companyId = String(20_000_000 + counter)
    const name = input.name ?? `Kunde ${counter} ApS`
    const [id] = await system.transaction((db) =>
      findOrCreateCustomers(db, system, [{ kind: "company", companyId, country: "DK", ...input, name }]),
    )
    if (!id) throw new Error("No customer was made.")
    return { id, name }
  }

  async function document(choices: DocumentChoices): Promise<string> {
    counter += 1
    const data = documentSchema.parse(fill(choices, counter))
    return system.transaction(async (db) => {
      const issued = await issueDocuments(db, system, [
        {
          data,
          customerId: choices.customer.id,
          billToId: choices.billTo?.id ?? choices.customer.id,
          sellerKey: "",
          source: "kvit",
          state: choices.state ?? "issued",
          files: choices.files ?? [],
          remarks: choices.remarks ?? [],
        },
      ])
      const [first] = issued
      if (!first) throw new Error("No document was made.")
      if (first.outcome === "refused") throw new Error(first.reason)
      await bookDocuments(db, system, [first])
      return first.documentId
    })
  }

  async function token(of: MadeCustomer): Promise<string> {
    const made = await makeToken(system, secrets, of.id, { replace: true })
    if (!made.ok) throw new Error(`No token was made: ${made.reason}.`)
    return made.token
  }

  /** A link of the document, for its recipient or another of its customers, as it stands in the address. */
  async function documentLink(documentId: string, choices: LinkChoices = {}): Promise<string> {
    const { text } = await makeLink(documentId, choices)
    return text
  }

  async function makeLink(documentId: string, choices: LinkChoices = {}) {
    const { businessId } = system
    return system.transaction(async (db) => {
      const { customer_id } = await db
        .selectFrom("documents")
        .select("customer_id")
        .where("business_id", "=", businessId)
        .where("id", "=", documentId)
        .executeTakeFirstOrThrow()
      const made = await makeDocumentLink(db, system, {
        documentId,
        customerId: choices.customer?.id ?? customer_id,
        recipient: choices.contactId
          ? { kind: "contact", contactId: choices.contactId }
          : { kind: choices.isMailed ? "customer" : "nobody" },
        days: choices.days ?? 90,
      })
      if (!made.ok) throw new Error(`No link was made: ${made.reason}.`)
      const issuer = choices.issuer ?? "http://127.0.0.1:4000"
      const text = await findDocumentLinkText(db, secrets, { businessId, linkId: made.linkId, issuer })
      if (!text) throw new Error("The link opens nothing.")
      return { text, linkId: made.linkId }
    })
  }

  async function payment(documentId: string, amount: bigint): Promise<void> {
    const outcome = await recordPayment(system, {
      documentId,
      amount,
      method: "bank",
      receivedOn: "2026-11-01",
      requestKey: newId(),
    })
    if (!outcome.ok) throw new Error(`No payment was recorded: ${outcome.reason}.`)
  }

  /** An attempt to pay one invoice that waits for the payer; nobody follows it. */
  async function attempt(documentId: string, amount = 125_000n): Promise<string> {
    const id = newId()
    const { businessId } = system
    await system.transaction(async (db) => {
      const document = await db
        .selectFrom("documents")
        .select(["customer_id", "bill_to_id", "currency"])
        .where("business_id", "=", businessId)
        .where("id", "=", documentId)
        .executeTakeFirstOrThrow()
      const values = {
        business_id: businessId,
        id,
        customer_id: document.bill_to_id,
        payer_id: document.customer_id,
        document_id: documentId,
        reference: `kvit-${id}`,
        amount,
        currency: document.currency,
        flow: "push",
        environment: "test",
        merchant_serial_number: "123456",
        capture_rule: "at_once",
        state: "pending",
      }
      await db.insertInto("payment_attempts").values(values).execute()
      await db
        .insertInto("payment_attempt_items")
        .values({ business_id: businessId, attempt_id: id, position: 1, document_id: documentId, amount })
        .execute()
    })
    return id
  }

  return { customer, document, token, documentLink, makeLink, payment, attempt }
}

/** A small document with one line at 25 % VAT. */
function fill(choices: DocumentChoices, count: number): StoredDocument {
  const total = choices.total ?? 125_000n
  const net = (total * 4n) / 5n
  const vat = total - net
  const text = (amount: bigint) => amount.toString()
  return {
    kind: choices.kind ?? "invoice",
    number: choices.number ?? String(10_000 + count),
    issueDate: choices.issueDate ?? "2026-11-01",
    ...(choices.dueDate === undefined ? { dueDate: "2026-12-01" } : { dueDate: choices.dueDate }),
    currency: choices.currency ?? "DKK",
    seller: { name: "NORD Auto", companyId: { scheme: "0184", value: "12345678" }, vatId: "DK12345678" },
    customer: { name: choices.customer.name },
    ...(choices.billTo ? { billTo: { name: choices.billTo.name } } : {}),
    lines: [
      {
        id: "1",
        itemNumber: "4010",
        name: "Large service",
        quantity: "1",
        unit: "C62",
        netPrice: (Number(net) / 100).toFixed(2),
        vat: { category: "S", rate: "25" },
        net: text(net),
      },
    ],
    vatSubtotals: [{ category: "S", rate: "25", taxable: text(net), vat: text(vat) }],
    totals: {
      gross: text(net),
      discount: "0",
      lines: text(net),
      allowances: "0",
      charges: "0",
      withoutVat: text(net),
      vat: text(vat),
      withVat: text(total),
      prepaid: "0",
      rounding: "0",
      payable: text(total),
    },
    ...choices.content,
  }
}
