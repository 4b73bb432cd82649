import { existsSync } from "node:fs"
import { copyFile, readFile, stat, truncate, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { setImmediate } from "node:timers/promises"
import { zstdDecompressSync } from "node:zlib"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openBackup, writeBackup } from "../../src/platform/backup/index.ts"
import { ask, type BackupGround, countTables, createBackupGround } from "./backup-ground.ts"

let ground: BackupGround
let file: string
let bytes: Buffer
beforeAll(async () => {
  ground = await createBackupGround()
  const customer = await ground.make.customer({ name: "Åge Ærø ApS" })
  await ground.make.document({ customer, number: "F1" })
  file = await ground.backUp()
  bytes = await readFile(file)
})
afterAll(() => ground.close())

async function refusalOf(content: Buffer): Promise<string> {
  const changed = ground.newFile()
  await writeFile(changed, content)
  return openBackup(changed).then(
    () => "nothing refused it",
    (error: Error) => `${error.constructor.name}: ${error.message}`,
  )
}

test("a backup is readable by its owner alone, says what it is, and is an archive other programs read", async () => {
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const { head } = await openBackup(file)
  expect(head).toMatchObject({ format: "kvit-backup", formatVersion: 1, program: "0.1.0" })
  expect(head.migrations.length).toBeGreaterThan(10)
  const tar = zstdDecompressSync(bytes)
  expect(tar.toString("utf8", 0, 11)).toBe("backup.json")
  expect(tar.toString("utf8", 257, 262)).toBe("ustar")
  expect(tar.includes("tables/kvit.customers/000001")).toBe(true)
  expect(tar.includes("Åge Ærø ApS")).toBe(true)
  expect(tar.length % 512).toBe(0)
})

test("no backup holds the secret", async () => {
  const tar = zstdDecompressSync(bytes)
  const [row] = await ask<{ check: string }>(
    ground.owner,
    "select encode(secret_check, 'hex') as check from kvit_installation.installation",
  )
  expect(tar.includes(row?.check ?? "missing")).toBe(true)
  expect(tar.includes(ground.secrets.deriveKey("portal-token/k1"))).toBe(false)
})

test("a single byte that was changed is found, wherever it lies", async () => {
  const step = Math.max(1, Math.floor(bytes.length / 40))
  const places = [0, 4, 5, bytes.length - 41, bytes.length - 1]
  for (let at = 0; at < bytes.length; at += step) places.push(at)
  for (const at of places) {
    const changed = Buffer.from(bytes)
    changed.writeUInt8((bytes[at] ?? 0) ^ 0x10, at)
    expect(await refusalOf(changed), `byte ${at}`).toMatch(/^BackupError: .*(is damaged|not a whole one)/)
  }
})

test("a file that was cut short is refused, and so is one that never was a backup", async () => {
  for (const length of [0, 10, 48, 5_000, bytes.length - 1]) {
    expect(await refusalOf(bytes.subarray(0, length))).toContain("not a whole one")
  }
  expect(await refusalOf(Buffer.from("PDF".repeat(100)))).toContain("is no backup of Kvit")
  expect(await refusalOf(Buffer.concat([bytes, Buffer.from("x")]))).toContain("not a whole one")
  await expect(openBackup(join(ground.folder, "nowhere"))).rejects.toThrow("is not there")
})

test("what is refused leaves nothing behind", async () => {
  const cut = ground.newFile()
  await copyFile(file, cut)
  await truncate(cut, bytes.length - 100)
  const empty = await ground.openEmpty()
  await expect(ground.restore(cut, empty.owner)).rejects.toThrow("not a whole one")
  expect(await countTables(empty.owner)).toBe(0)
})

test("a name that is taken stays what it is, also where another backup is half-way", async () => {
  const write = (name: string) => writeBackup(ground.owner, { file: name, program: "0.1.0" })
  await expect(write(file)).rejects.toThrow("is there already")
  const other = ground.newFile()
  await writeFile(`${other}.partial`, "half")
  await expect(write(other)).rejects.toThrow("or was stopped half-way")
  expect(await readFile(`${other}.partial`, "utf8")).toBe("half")
  await expect(write(join(ground.folder, "nowhere", "x"))).rejects.toThrow("is not there")
  expect((await readFile(file)).equals(bytes)).toBe(true)
})

test("a file that comes under the name while the backup is written is not written over", async () => {
  const name = ground.newFile()
  const writing = writeBackup(ground.owner, { file: name, program: "0.1.0" })
  const refused = expect(writing).rejects.toThrow("is there already")
  while (!existsSync(`${name}.partial`)) await setImmediate()
  await writeFile(name, "somebody else's")
  await refused
  expect(await readFile(name, "utf8")).toBe("somebody else's")
  expect(existsSync(`${name}.partial`)).toBe(false)
})

test("of backups written to one name at once, one is written", async () => {
  const name = ground.newFile()
  const write = () => writeBackup(ground.owner, { file: name, program: "0.1.0" })
  const results = await Promise.allSettled([write(), write(), write()])
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
  expect((await openBackup(name)).head.format).toBe("kvit-backup")
  expect((await stat(name)).nlink).toBe(1)
})

test("a backup that fails leaves no file", async () => {
  const empty = await ground.openEmpty()
  const name = ground.newFile()
  const write = writeBackup(empty.owner, { file: name, program: "0.1.0" })
  await expect(write).rejects.toThrow()
  for (const left of [name, `${name}.partial`]) await expect(stat(left)).rejects.toThrow("ENOENT")
})
