/**
 * Statements that are compiled once and sent as they are: for the few pages asked so often that building their
 * queries anew each time would cost more than running them.
 */
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql,
} from "kysely"

/** SQL with its values, whose answer has rows of `Row`. */
export interface Statement<Row = unknown> {
  /** Named statements are planned once a connection and kept there; of one name there is one text. */
  name: string | null
  text: string
  values: unknown[]
  /** Never set; says what a row is. */
  row?: Row
}

/** The rows of each statement, in their order. */
export type RowsOf<S extends readonly Statement[]> = {
  -readonly [At in keyof S]: S[At] extends Statement<infer Row> ? Row[] : never
}

/** Stands for a value that is known only when the statement is sent. */
interface Late<Asked> {
  read: (asked: Asked) => unknown
}

/** Puts a parameter into a query that is filled from what is asked, each time the statement is sent. */
export function late<Asked>(read: (asked: Asked) => unknown): RawBuilder<unknown> {
  const value: Late<Asked> = { read }
  return sql`${value}`
}

const compiler = new Kysely<never>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** Compiles a query whose every parameter is `late`. */
export function prepare<Row, Asked>(
  name: string | null,
  query: RawBuilder<Row>,
): (asked: Asked) => Statement<Row> {
  const { sql: text, parameters } = query.compile(compiler)
  const values = parameters as readonly Late<Asked>[]
  return (asked) => ({ name, text, values: values.map((value) => value.read(asked)) })
}
