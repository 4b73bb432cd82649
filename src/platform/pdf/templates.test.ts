import { readdir, readFile } from "node:fs/promises"
import { expect, test } from "vitest"

const folder = new URL("../../../pdf-templates/", import.meta.url)

test("no template evaluates a value, imports a package or reads a file by a document's word", async () => {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".typ"))
  expect(files).toContain("document.typ")
  for (const file of files) {
    const source = await readFile(new URL(file, folder), "utf8")
    expect(source, file).not.toMatch(/\beval\s*\(|@preview|@local|\bplugin\s*\(|\binclude\b/)
    // Only the job, and only at the names the renderer gave its files.
    const reads = source.match(/\b(read|json|image|csv|toml|yaml|xml|cbor)\([^,)]*/g) ?? []
    for (const read of reads) {
      expect(['json("/job/job.json"', "read(file.bytes", "image(logo"], file).toContain(read)
    }
  }
})
