import { type CommandOptions, readCommandConfig, say, withRuntime } from "./open.ts"

/** Brings the database to this version. Opening the runtime does it, as every start does. */
export async function migrateData(options: CommandOptions): Promise<void> {
  const config = readCommandConfig(options)
  await withRuntime(config, async ({ notices, migrated }) => {
    const done = migrated.map((name) => `  ${name}`).join("\n")
    const text =
      migrated.length === 0 ? "The database is at this version already." : `Brought to this version:\n${done}`
    say(options, [...notices, text].join("\n"), { migrated, notices })
  })
}
