import { readdir, stat } from "node:fs/promises"
import { join } from "node:path"
import { UsageError } from "../problems.ts"

/**
 * The files that paths name: a file as it is, a folder with all files in it, at any depth, whose names fit. In the
 * order of the paths and of names, hidden ones left out. Refuses a path that is not there, and folders without any.
 */
export async function findFiles(paths: readonly string[], fits: RegExp): Promise<string[]> {
  const found: string[] = []
  for (const path of paths) {
    if ((await statOf(path)).isDirectory()) await walk(path, fits, found)
    else found.push(path)
  }
  const files = [...new Set(found)]
  if (files.length > 0) return files
  throw new UsageError(`There is no .xml file in ${paths.join(", ")}.`)
}

async function walk(folder: string, fits: RegExp, found: string[]): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith(".")) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) await walk(path, fits, found)
    else if (entry.isFile() && fits.test(entry.name)) found.push(path)
  }
}

async function statOf(path: string) {
  try {
    return await stat(path)
  } catch (error) {
    const reason =
      error instanceof Error && "code" in error && error.code === "ENOENT" ? "is not there" : "cannot be read"
    throw new UsageError(`${path} ${reason}.`, { cause: error })
  }
}
