import { sql } from "kysely"
import type { Database } from "../../platform/database/index.ts"

/** Takes away what mails said once they are 30 days old, of every business; that they were sent stays. */
export async function forgetOldMails(database: Database): Promise<void> {
  await database.transaction(async (db) => {
    await sql`select set_config('role', 'kvit_jobs', true)`.execute(db)
    await sql`select forget_old_mail_content()`.execute(db)
  })
}
