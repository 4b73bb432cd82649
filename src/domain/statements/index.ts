/**
 * The statement of account: what a customer's account stood at, what moved it and what it stands at, in one currency
 * and for any period. It is a reading of the ledger and keeps nothing of its own.
 */
export { describeLine, describePeriod } from "./describe-line.ts"
export {
  type Ageing,
  findStatement,
  listStatementCurrencies,
  maySeeStatement,
  type Statement,
  type StatementAsked,
  type StatementLine,
} from "./find-statement.ts"
export { isPrintable, makeStatementCsv, makeStatementPdf, type StatementFile } from "./make-files.ts"
export {
  type Period,
  type PeriodName,
  type PeriodProblem,
  type PeriodQuery,
  periodNames,
  type ReadPeriod,
  readPeriod,
} from "./period.ts"
export { recordStatement } from "./record-reading.ts"
