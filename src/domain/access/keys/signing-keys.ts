import { sql } from "kysely"
import { asOwner, type Database, type Db } from "../../../platform/database/index.ts"

export interface SigningKey {
  kid: string
  madeAt: Date
  /** When what it signed is refused; null for the key that signs now. */
  retiresAt: Date | null
  state: "signs" | "verifies" | "retired"
}

/** A day more than the longest life of a link or token, which is 365 days. */
const longestLifeDays = 366

/** The id of the key that signs and seals now. Keys themselves are derived from KVIT_SECRET by their id. */
export async function currentKeyId(db: Db): Promise<string> {
  const result = await sql<{ kid: string | null }>`select signing_key() as kid`.execute(db)
  const kid = result.rows[0]?.kid
  if (!kid) throw new Error("The installation has no signing key.")
  return kid
}

const columns = `kid, made_at as "madeAt", retires_at as "retiresAt",
  case when retires_at is null then 'signs' when retires_at > now() then 'verifies' else 'retired' end as state`

/** Every key there has been, the newest first. */
export async function listSigningKeys(database: Database): Promise<SigningKey[]> {
  return asOwner(database.owner, async (client) => {
    const result = await client.query<SigningKey>(
      `select ${columns} from kvit_installation.signing_keys order by made_at desc, kid desc`,
    )
    return result.rows
  })
}

/**
 * Lets a new key sign from now on. The one before it still verifies until the longest-lived link it signed has
 * ended, so no link dies; with `retireOld` every older key is refused at once, and every link it signed with it.
 * Keys are one after another: two calls at once make two keys.
 */
export async function rotateSigningKey(
  database: Database,
  options: { retireOld: boolean },
): Promise<SigningKey> {
  return asOwner(database.owner, async (client) => {
    await client.query("begin")
    try {
      await client.query("lock table kvit_installation.signing_keys in exclusive mode")
      await client.query(
        `update kvit_installation.signing_keys
         set retires_at = case when $1 then least(coalesce(retires_at, now()), now()) else now() + $2 * interval '1 day' end
         where retires_at is null or ($1 and retires_at > now())`,
        [options.retireOld, longestLifeDays],
      )
      const made = await client.query<SigningKey>(
        `insert into kvit_installation.signing_keys (kid, made_at)
         select 'k' || (coalesce(max(substr(kid, 2)::integer), 0) + 1), clock_timestamp()
         from kvit_installation.signing_keys where kid ~ '^k[0-9]{1,6}$'
         returning ${columns}`,
      )
      await client.query("commit")
      const [key] = made.rows
      if (!key) throw new Error("No signing key was made.")
      return key
    } catch (error) {
      await client.query("rollback")
      throw error
    }
  })
}
