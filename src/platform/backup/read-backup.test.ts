import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Readable } from "node:stream"
import { buffer } from "node:stream/consumers"
import { zstdCompressSync } from "node:zlib"
import { afterAll, beforeAll, expect, test } from "vitest"
import { openBackup } from "./read-backup.ts"
import { addSeal } from "./seal.ts"
import { tarEnd, tarFile } from "./tar.ts"

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kvit-read-backup-"))
})
afterAll(() => rm(folder, { recursive: true }))

/** A file with a right seal, whose first member is this. */
async function sealed(content: Buffer): Promise<string> {
  const tar = Buffer.concat([...tarFile("backup.json", content, new Date(0)), tarEnd()])
  const file = join(folder, `${content.length}.kvit`)
  await writeFile(file, await buffer(Readable.from([zstdCompressSync(tar)]).pipe(addSeal())))
  return file
}

test("what a backup says of itself is read up to 16 MB, however small it is packed", async () => {
  const most = 16 * 1024 * 1024
  // Spaces, which are no JSON: read, and then refused for what it says.
  await expect(openBackup(await sealed(Buffer.alloc(most, " ")))).rejects.toThrow("is no backup of Kvit")
  await expect(openBackup(await sealed(Buffer.alloc(most + 1, " ")))).rejects.toThrow("larger than 16 MB")
})
