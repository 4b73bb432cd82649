import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { tryLock } from "./lock.ts"

test("an exclusive lock keeps everyone out, a shared one only the exclusive", async () => {
  const file = await makeFile()
  const gate = tryLock(file, "exclusive")
  expect(tryLock(file, "exclusive")).toBeNull()
  expect(tryLock(file, "shared")).toBeNull()
  gate?.release()

  const one = tryLock(file, "shared")
  const two = tryLock(file, "shared")
  expect([one, two]).not.toContain(null)
  expect(tryLock(file, "exclusive")).toBeNull()
  one?.release()
  expect(tryLock(file, "exclusive")).toBeNull()
  two?.release()
  expect(tryLock(file, "exclusive")).not.toBeNull()
})

test("a lock is gone with the process that held it, even a killed one, and Node warns of nothing", async () => {
  const file = await makeFile()
  const script = `
    const { tryLock } = await import(process.argv[1])
    process.stdout.write(tryLock(process.argv[2], "exclusive") ? "held" : "refused")
    setInterval(() => {}, 1000)
  `
  const module = new URL("./lock.ts", import.meta.url).href
  const child = spawn(process.execPath, ["--input-type=module", "-e", script, module, file])
  onTestFinished(() => {
    child.kill("SIGKILL")
  })
  let warnings = ""
  child.stderr.on("data", (chunk) => {
    warnings += chunk
  })
  expect(String((await once(child.stdout, "data"))[0])).toBe("held")
  expect(tryLock(file, "exclusive")).toBeNull()
  const ended = once(child, "close")
  child.kill("SIGKILL")
  await ended
  expect(tryLock(file, "exclusive")).not.toBeNull()
  expect(warnings).toBe("")
})

async function makeFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kvit-test-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  return join(folder, "gate")
}
