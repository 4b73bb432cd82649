// What `npm run prove` runs: the long proofs. Each is run by `npm test` too, once and small.
import { spawnSync } from "node:child_process"
import { globSync, readFileSync } from "node:fs"

const proofs = globSync("{src,test,simulator}/**/*.test.{ts,tsx}").filter((file) =>
  readFileSync(file, "utf8").includes("KVIT_PROVE"),
)
console.log(`Proving at length: ${proofs.join(", ")}`)
const { status } = spawnSync(
  process.execPath,
  ["node_modules/vitest/vitest.mjs", "run", "--testTimeout=3600000", ...proofs, ...process.argv.slice(2)],
  { stdio: "inherit", env: { ...process.env, KVIT_PROVE: "1" } },
)
process.exit(status ?? 1)
