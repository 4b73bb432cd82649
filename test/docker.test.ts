import { existsSync } from "node:fs"
import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"

const project = join(import.meta.dirname, "..")
const read = (file: string) => readFile(join(project, file), "utf8")

test("what the image is made of is there, and is let through to its build", async () => {
  const [dockerfile, ignored] = await Promise.all([read("Dockerfile"), read(".dockerignore")])
  const moved = /mv (.+) \/app\/$/m.exec(dockerfile)?.[1]?.split(" ") ?? []
  const built = ["dist", "node_modules"]
  const copied = [
    "package-lock.json",
    ".npmrc",
    "src",
    "simulator",
    "scripts",
    ...moved.filter((name) => !built.includes(name)),
  ]
  expect(moved).toContain("migrations")
  const let_through = ignored.split("\n").flatMap((line) => (line.startsWith("!") ? [line.slice(1)] : []))
  expect([...let_through].sort()).toEqual([...copied].sort())
  expect(copied.filter((name) => !existsSync(join(project, name)))).toEqual([])
})

test("what is taken out of the image is used by no program that runs in it", async () => {
  const dockerfile = await read("Dockerfile")
  const removed = /--no-fund \\\n +(esbuild.+) \\$/m.exec(dockerfile)?.[1]?.split(" ") ?? []
  expect(removed.length).toBeGreaterThan(2)
  const { dependencies } = JSON.parse(await read("package.json"))
  expect(removed.filter((name) => !(name in dependencies))).toEqual([])
  const folders = ["src", "simulator"]
  const files = (await Promise.all(folders.map((folder) => listSources(folder)))).flat()
  expect(files.length).toBeGreaterThan(100)
  const sources = await Promise.all(files.map(read))
  const used = removed.filter((name) => sources.some((text) => new RegExp(`["'\`]${name}["'\`/]`).test(text)))
  expect(used).toEqual([])
})

async function listSources(folder: string): Promise<string[]> {
  const names = await readdir(join(project, folder), { recursive: true })
  return names.filter((name) => /\.tsx?$/.test(name)).map((name) => join(folder, name))
}
