import { constants } from "node:fs"
import { access, stat, statfs } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { Config } from "../../config.ts"
import { projectFolder } from "../../runtime.ts"
import { readAssets } from "../../web/ui/index.ts"
import { type Check, good, wrong } from "./check.ts"

const leastNode = 24
const leastFreeBytes = 1024 ** 3

export function checkNode(): Check {
  const major = Number(process.versions.node.split(".")[0])
  return major >= leastNode
    ? good("Node", process.version)
    : wrong("Node", `${process.version} is too old.`, "Run `npm ci`, and Kvit by `bin/kvit` or npm.")
}

export async function checkDataFolder(config: Config): Promise<Check[]> {
  const name = "Data folder"
  try {
    await access(config.dataFolder, constants.W_OK)
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT"
    if (isMissing) return [good(name, `${config.dataFolder} is not there yet; the first start makes it.`)]
    return [
      wrong(
        name,
        `${config.dataFolder} cannot be written.`,
        "Give it to the user Kvit runs as, or set KVIT_DATA.",
      ),
    ]
  }
  return [good(name, config.dataFolder), ...(await checkSecretFile(config))]
}

async function checkSecretFile(config: Config): Promise<Check[]> {
  if (config.secret) return []
  const file = join(config.dataFolder, "secret")
  const found = await stat(file).catch(() => null)
  if (!found) return []
  return (found.mode & 0o077) === 0
    ? [good("Secret's file", "readable by its owner alone")]
    : [wrong("Secret's file", `${file} can be read by others.`, `chmod 600 ${file}`)]
}

export async function checkDisk(config: Config): Promise<Check> {
  const name = "Disk space"
  const { bavail, bsize } = await statfs(await nearestFolder(config.dataFolder))
  const free = `${((bavail * bsize) / leastFreeBytes).toFixed(1)} GB free`
  return bavail * bsize >= leastFreeBytes
    ? good(name, free)
    : wrong(
        name,
        `only ${free} at ${config.dataFolder}`,
        "Free some space, or move KVIT_DATA to a larger disk.",
      )
}

async function nearestFolder(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => null)
  return found || dirname(folder) === folder ? folder : nearestFolder(dirname(folder))
}

export function checkAssets(): Check {
  const name = "Built pages"
  try {
    return good(name, `${readAssets(join(projectFolder, "dist", "public")).byPath.size} files`)
  } catch (error) {
    return wrong(name, error instanceof Error ? error.message : String(error), "npm run build")
  }
}
