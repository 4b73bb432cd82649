import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { build } from "esbuild"

type Simulator = typeof import("../../simulator/index.ts")

const root = join(import.meta.dirname, "../..")

/** The simulator as a module. Its pages are JSX, which Node does not read by itself, so it is built first. */
export async function loadSimulator(): Promise<Simulator> {
  const outfile = join(root, ".cache", "bench", "simulator.js")
  await build({
    entryPoints: [join(root, "simulator/index.ts")],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    jsx: "automatic",
    jsxImportSource: "hono/jsx",
    logLevel: "warning",
  })
  return import(pathToFileURL(outfile).href)
}
