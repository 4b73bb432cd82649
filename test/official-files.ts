import { existsSync } from "node:fs"
import { dirname, join } from "node:path"

/** Official examples and rules, where they lie beside the project (`shared/data`); null without them. */
export function findOfficialFiles(path: string): string | null {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const found = join(folder, "shared/data", path)
    if (existsSync(found)) return found
  }
  return null
}
