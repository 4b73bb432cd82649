import { createHmac } from "node:crypto"
import { asOwner, type Database } from "../../platform/database/index.ts"
import { isEqual, type Secrets } from "../../platform/secrets/index.ts"

/** The master secret is not the one this data was made with. The message says what to do. */
export class WrongSecretError extends Error {}

/**
 * Makes the installation's row at the first start, and refuses (WrongSecretError) a master secret other than
 * the one of that start: with it no portal link could be copied and nobody on the staff could sign in.
 */
export async function ensureInstallation(database: Database, secrets: Secrets): Promise<void> {
  const check = checkOf(secrets)
  const stored = await asOwner(database.owner, async (client) => {
    await client.query(
      "insert into installation (secret_check) values ($1) on conflict (only_row) do nothing",
      [check],
    )
    const result = await client.query<{ secret_check: Buffer }>("select secret_check from installation")
    return result.rows[0]?.secret_check
  })
  if (stored && isEqual(stored, check)) return
  throw new WrongSecretError(
    "KVIT_SECRET is not the secret this data was made with. Start Kvit with the secret it had before; if it is lost, staff and portal links of this data cannot be restored.",
  )
}

/** Whether data with this check value (`installation.secret_check`) was made with these secrets. */
export function isSecretOf(secrets: Secrets, check: Uint8Array): boolean {
  return isEqual(checkOf(secrets), check)
}

function checkOf(secrets: Secrets): Buffer {
  return createHmac("sha256", secrets.deriveKey("installation/check"))
    .update("This installation's data.")
    .digest()
}
