/** A document as pages show it, the same in the portal and for staff: its sheet, its totals, its row in a list. */
export { DocumentArticle, PaymentCard } from "./document-article.tsx"
export { type DocumentView, type DocumentViewOptions, documentView } from "./document-view.ts"
export type { Perspective } from "./party-view.ts"
export type { PaymentView } from "./payment-view.ts"
export { documentTitle, type RowOptions, rowView } from "./row-view.ts"
