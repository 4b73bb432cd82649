/** A worker in a process of its own, for tests that stop or kill it. Its database comes as JSON in the arguments. */
import { randomBytes } from "node:crypto"
import { readConfig } from "../src/config.ts"
import { systemClock } from "../src/platform/clock/index.ts"
import { type Connection, openDatabase } from "../src/platform/database/index.ts"
import { createLog } from "../src/platform/log/index.ts"
import { createSecrets } from "../src/platform/secrets/index.ts"
import { startWorker } from "../src/schedule.ts"

const { app, owner } = JSON.parse(process.argv[2] ?? "") as { app: Connection; owner: Connection }
await startWorker({
  config: readConfig({ KVIT_ENV: "development", KVIT_DATA: "/nonexistent" }),
  database: openDatabase({ app, owner }),
  secrets: createSecrets(randomBytes(32)),
  clock: systemClock,
  log: createLog("warn"),
})
process.send?.("ready")
