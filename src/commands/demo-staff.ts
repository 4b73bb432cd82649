/** Who signs in to the demo. Made once for a folder and kept there, readable by its owner alone. */
import { randomInt } from "node:crypto"
import { existsSync } from "node:fs"
import { mkdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { z } from "zod"
import type { SampleStaff } from "./sample/index.ts"

export interface DemoStaff {
  owner: SampleStaff
  reader: SampleStaff
}

const person = z.object({ email: z.string(), name: z.string(), password: z.string() })
const schema = z.object({ owner: person, reader: person })

const fileIn = (folder: string) => join(folder, "demo.json")

/** Whether a data folder is a demo's. */
export function isDemoFolder(folder: string): boolean {
  return existsSync(fileIn(folder))
}

export async function ensureDemoStaff(folder: string): Promise<DemoStaff> {
  await mkdir(folder, { recursive: true })
  const staff: DemoStaff = {
    owner: { name: "Mette Lund", email: "mette@nordauto.example", password: makePassword() },
    reader: { name: "Jonas Krag", email: "jonas@nordauto.example", password: makePassword() },
  }
  try {
    await writeFile(fileIn(folder), `${JSON.stringify(staff, null, 2)}\n`, { flag: "wx", mode: 0o600 })
    return staff
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error
    return schema.parse(JSON.parse(await readFile(fileIn(folder), "utf8")))
  }
}

const alphabet = "23456789abcdefghjkmnpqrstvwxyz"

/** 58 bits, short enough to type on a phone. */
function makePassword(): string {
  const group = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join("")
  return [group(), group(), group()].join("-")
}
