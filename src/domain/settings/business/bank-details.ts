import type { Actor } from "../../../platform/database/index.ts"

/** Where the business's own money goes. Numbers without the spaces they are printed with. */
export interface BankDetails {
  /** Whose account it is. */
  name: string
  /** Of a Danish account. */
  registration: string | null
  account: string | null
  iban: string | null
  bic: string | null
  /** Of Danish payment slips: eight digits, and the places of the payment id that the invoice number fills. */
  creditorNumber: string | null
  creditorMask: string | null
}

/** The actor's business's own accounts. Anyone who may see one of its invoices may read them. */
export async function getBankDetails(actor: Actor): Promise<BankDetails> {
  const row = await actor.transaction((db) =>
    db
      .selectFrom("businesses")
      .select(bankColumns)
      .where("business_id", "=", actor.businessId)
      .executeTakeFirstOrThrow(),
  )
  return toBankDetails(row)
}

const bankColumns = [
  "name",
  "bank_registration",
  "bank_account",
  "iban",
  "bic",
  "creditor_number",
  "creditor_mask",
] as const

type BankRow = { name: string } & Record<Exclude<(typeof bankColumns)[number], "name">, string | null>

export function toBankDetails(row: BankRow): BankDetails {
  const compact = (text: string | null) => text?.replaceAll(/[\s-]/g, "") || null
  return {
    name: row.name,
    registration: compact(row.bank_registration),
    account: compact(row.bank_account),
    iban: compact(row.iban),
    bic: compact(row.bic),
    creditorNumber: row.creditor_number,
    creditorMask: row.creditor_mask,
  }
}
