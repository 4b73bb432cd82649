// What `npm test` runs: everything a change needs, one step after the other, and at the end how many tests passed.
import { spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const folder = mkdtempSync(join(tmpdir(), "kvit-check-"))
const report = join(folder, "tests.json")
const node = process.execPath

const steps = [
  ["Types", node, ["node_modules/typescript-native/bin/tsc", "-p", "."]],
  ["Lint and format", node, ["node_modules/@biomejs/biome/bin/biome", "ci", "--error-on-warnings", "."]],
  [
    "Boundaries",
    node,
    [
      "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs",
      "src",
      "simulator",
      "--config",
      ".dependency-cruiser.cjs",
    ],
  ],
  ["Nothing unused", node, ["node_modules/knip/bin/knip.js"]],
  ["Licences", node, ["scripts/check-licences.mjs"]],
  [
    "Tests",
    node,
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      "--reporter=dot",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...process.argv.slice(2),
    ],
  ],
]

function run(command, args) {
  return new Promise((resolve) => {
    spawn(command, args, { stdio: "inherit" }).on("exit", (code) => resolve(code ?? 1))
  })
}

const started = performance.now()
for (const [name, command, args] of steps) {
  const begun = performance.now()
  console.log(`\n${name}`)
  const code = await run(command, args)
  if (code !== 0) {
    console.error(`\n${name}: failed.`)
    process.exit(code)
  }
  console.log(`${name}: fine, ${((performance.now() - begun) / 1000).toFixed(1)} s.`)
}
const result = JSON.parse(readFileSync(report, "utf8"))
rmSync(folder, { recursive: true })
if (result.numFailedTests > 0 || result.numPassedTests === 0) {
  console.error(`\n${result.numFailedTests} of ${result.numTotalTests} tests did not pass.`)
  process.exit(1)
}
if (result.numPendingTests > 0) {
  console.log(
    `\n${result.numPendingTests} tests compare with official files, which are not beside this folder.`,
  )
}
console.log(`\nAll is well after ${Math.round((performance.now() - started) / 1000)} s.`)
console.log(`${result.numPassedTests} tests passed.`)
