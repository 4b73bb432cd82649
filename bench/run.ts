/**
 * `npm run bench -- NAME [--json]` runs `bench/NAME.ts`, without a name all of them, and ends with 1 when a
 * goal is missed. A bench exports `run(): Promise<Figure[]>`.
 */
import { readdir } from "node:fs/promises"
import { type Figure, printFigures } from "./figure.ts"

const shared = ["run.ts", "figure.ts"]

const files = (await readdir(import.meta.dirname)).filter(
  (file) => file.endsWith(".ts") && !shared.includes(file),
)
const names = files.map((file) => file.slice(0, -".ts".length))
const asked = process.argv.slice(2).filter((word) => !word.startsWith("--"))
const unknown = asked.filter((name) => !names.includes(name))
if (unknown.length > 0) {
  console.error(`There is no bench "${unknown.join(", ")}". There are: ${names.join(", ")}.`)
  process.exit(2)
}

const figures: Figure[] = []
for (const name of asked.length > 0 ? asked : names) {
  const bench: { run(): Promise<Figure[]> } = await import(`./${name}.ts`)
  figures.push(...(await bench.run()))
}
printFigures(figures, process.argv.includes("--json"))
if (figures.some((each) => !each.ok)) process.exitCode = 1
