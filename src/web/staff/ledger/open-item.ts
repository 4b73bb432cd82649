import type { EntrySubject, OpenItem } from "../../../domain/ledger/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import type { Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { documentTitle } from "../../ui/document/index.ts"

/** What an open item is called: "Invoice 1042", "Money on the account, bank transfer". */
export function itemName({ kind, number, paymentMethod, balance }: OpenItem, language: Language): string {
  const { staffLedger: words, shared } = texts(language)
  const methods: Record<string, string> = shared.methodsWithin
  if (kind === "payment") {
    return words.money(methods[paymentMethod ?? ""] ?? paymentMethod ?? "")
  }
  if (kind === "opening_balance") return balance < 0n ? words.openingCredit : words.openingBalance
  return documentTitle({ kind, number: number ?? "" }, language)
}

/** An item as it stands in addresses and forms, such as `payment-0199…`. */
export function itemKey(subject: EntrySubject): string {
  if ("documentId" in subject) return `document-${subject.documentId}`
  return "paymentId" in subject ? `payment-${subject.paymentId}` : `opening-${subject.openingBalanceId}`
}

/** The item a key names, of those there are. */
export function findItem(items: readonly OpenItem[], key: string): OpenItem | null {
  return items.find((item) => itemKey(item.subject) === key) ?? null
}

/** What a key says, whether or not it is open still. */
export function readKey(key: string): EntrySubject | null {
  const [, kind, id = ""] = /^(document|payment|opening)-(.+)$/.exec(key) ?? []
  if (!isId(id)) return null
  if (kind === "document") return { documentId: id }
  return kind === "payment" ? { paymentId: id } : { openingBalanceId: id }
}
