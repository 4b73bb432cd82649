import { join } from "node:path"
import { build } from "../../scripts/build.mjs"
import { type ServerProcess, startProgram } from "./child.ts"

const program = join(import.meta.dirname, "../../dist/kvit.js")
let built: Promise<unknown> | null = null

/** Builds the program, once. */
export async function buildKvit(): Promise<void> {
  built ??= build({ minify: true })
  await built
}

/** Kvit as it runs in production, on the data folder of a ground, at a free port. */
export async function startKvit(
  folder: string,
  environment: Record<string, string> = {},
): Promise<ServerProcess> {
  await buildKvit()
  const own = { KVIT_DATA: folder, PORT: "0", KVIT_ENV: "production" }
  return startProgram(program, ["start"], { ...own, ...environment })
}

/** The cookie that holds a session's secret, as production names it, or development does. */
export function cookieOf(secret: string, isProduction = true): string {
  return `${isProduction ? "__Host-" : ""}kvit_customer=${secret}`
}
