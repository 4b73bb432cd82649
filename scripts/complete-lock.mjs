// Adds to package-lock.json the optional packages for other platforms that the
// registry in reach does not carry. Without their entries `npm ci` refuses the
// lock file; with them it skips what does not fit the machine it runs on.
// Run after every `npm install`; it changes nothing where nothing is missing.
import { readFileSync, writeFileSync } from "node:fs"

const lockFile = new URL("../package-lock.json", import.meta.url)
const lock = JSON.parse(readFileSync(lockFile, "utf8"))

const systems = [
  "android",
  "darwin",
  "freebsd",
  "linux",
  "openharmony",
  "win32",
  "sunos",
  "aix",
  "netbsd",
  "openbsd",
]
const processors = [
  "arm64",
  "arm",
  "x64",
  "ia32",
  "ppc64",
  "riscv64",
  "s390x",
  "loong64",
  "mips64el",
  "wasm32",
]

/** Reads `os` and `cpu` from a platform package's name, such as `…-linux-arm64-gnu`. */
function platformOf(name) {
  const words = name.split(/[/-]/)
  const os = words.find((word) => systems.includes(word))
  const cpu = words.find((word) => processors.includes(word))
  if (!os && cpu !== "wasm32") throw new Error(`${name} names no platform; add its entry by hand.`)
  return { ...(cpu ? { cpu: [cpu] } : {}), ...(os ? { os: [os] } : {}) }
}

let added = 0
for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`
    if (lock.packages[path]) continue
    lock.packages[path] = { version: version.replace(/^[\^~]/, ""), ...platformOf(name), optional: true }
    added += 1
  }
}
if (added > 0) {
  lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
  writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`)
}
console.log(`package-lock.json: ${added} optional platform packages added.`)
