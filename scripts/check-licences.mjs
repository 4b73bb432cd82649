// Every package we depend on must have a licence that goes with Apache-2.0.
import { readFileSync } from "node:fs"

const fine = [
  "MIT",
  "MIT-0",
  "ISC",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "Unlicense",
  "CC0-1.0",
  "BlueOak-1.0.0",
  "OFL-1.1",
  "Python-2.0",
  "PostgreSQL",
  "Zlib",
  "WTFPL",
  "CC-BY-4.0",
  "CC-BY-3.0",
]
/** Used as they are and not linked into the product; weak copyleft by file stays with their own files. */
const fineForTools = ["MPL-2.0", "LGPL-3.0-or-later"]

/** Packages whose package.json does not say it in a word; read by hand in their LICENSE file. */
const readByHand = {}

const lock = JSON.parse(readFileSync("package-lock.json", "utf8"))
const problems = []
for (const path of Object.keys(lock.packages)) {
  if (path === "") continue
  const about = read(path)
  // A package for another platform is not here to be read; those of ours have the licence of their family.
  if (!about) continue
  const said =
    readByHand[about.name] ??
    (typeof about.license === "string" ? about.license : about.license?.type) ??
    about.licenses?.[0]?.type
  const allowed = [...fine, ...fineForTools]
  const words = (said ?? "none").replace(/[()]/g, "").split(/ OR /)
  if (!words.some((word) => word.split(/ AND /).every((part) => allowed.includes(part.trim()))))
    problems.push(`${about.name} ${about.version}: ${said ?? "says no licence"}`)
}

function read(path) {
  try {
    return JSON.parse(readFileSync(`${path}/package.json`, "utf8"))
  } catch (error) {
    if (error.code === "ENOENT") return null
    throw error
  }
}

if (problems.length > 0) {
  console.error(
    `These licences do not go with Apache-2.0, or must be read by hand:\n${problems.map((problem) => `  ${problem}`).join("\n")}`,
  )
  process.exit(1)
}
console.log("Every package's licence goes with Apache-2.0.")
