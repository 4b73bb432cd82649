/** Real browsers: the app behind a socket, and Chromium. */
import { mkdir, readFile, rename, stat } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { serve } from "@hono/node-server"
import packedChromium from "@sparticuz/chromium"
import { type Browser, chromium } from "playwright-core"
import type { TestApp } from "./harness.ts"

/** Listens on a free port of this machine. */
export async function listen(
  app: Pick<TestApp, "app" | "kvit">,
): Promise<{ origin: string; stop: () => Promise<void> }> {
  return new Promise((resolve) => {
    const server = serve({ fetch: app.app.fetch, port: 0, hostname: "127.0.0.1" }, (address) => {
      resolve({
        origin: `http://127.0.0.1:${address.port}`,
        stop: async () => {
          // Streams would be waited for.
          await app.kvit.live.close()
          await new Promise<void>((stopped) => server.close(() => stopped()))
        },
      })
    })
  })
}

/** Where an installed Chrome may be, for machines the packed one is not built for. */
const installed = [
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
]

export async function openChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: await findChromium(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
  })
}

async function findChromium(): Promise<string> {
  if (process.platform === "linux" && process.arch === "x64") return unpack()
  for (const path of installed) {
    if (
      await stat(path).then(
        () => true,
        () => false,
      )
    )
      return path
  }
  throw new Error("The browser tests need Chrome: install Google Chrome, then run them again.")
}

/** Unpacks the browser once, to a place named by its version, so that two runs do not write over each other. */
async function unpack(): Promise<string> {
  const about = JSON.parse(
    await readFile(new URL("../package.json", import.meta.resolve("@sparticuz/chromium")), "utf8"),
  )
  const place = join(tmpdir(), `kvit-chromium-${about.version}`)
  const program = join(place, "chromium")
  if (
    await stat(program).then(
      () => true,
      () => false,
    )
  )
    return program
  await mkdir(place, { recursive: true })
  await rename(await packedChromium.executablePath(), program)
  return program
}
