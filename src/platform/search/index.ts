/** What things are found by, and what a person's words ask for. */
export { compact, fold, type Searchable, termsOf, toSearchQuery } from "./terms.ts"
