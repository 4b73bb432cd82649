import { readFile } from "node:fs/promises"
import type { Config } from "../../config.ts"
import { isSecretOf } from "../../domain/settings/index.ts"
import type { BackupHead } from "../../platform/backup/index.ts"
import { createSecrets } from "../../platform/secrets/index.ts"
import { secretFile } from "../../runtime.ts"
import { UsageError } from "../problems.ts"

/**
 * The master secret that a backup's data was made with: of `--secret`, KVIT_SECRET or the data folder; null where there
 * is none to look at. Refuses (UsageError) one that is not the backup's.
 */
export async function findSecret(
  config: Config,
  file: string | undefined,
  head: BackupHead,
): Promise<Buffer | null> {
  if (file !== undefined && config.secret) throw new UsageError("KVIT_SECRET is set; leave --secret out.")
  const kept = await readIfThere(secretFile(config))
  const given = file === undefined ? (config.secret ?? kept) : await readIfThere(file)
  if (file !== undefined && !given) throw new UsageError(`${file} is not there.`)
  if (!given) return null
  const secret = variants(given).find((each) => isOf(each, head))
  if (!secret) {
    throw new UsageError(
      `${file ?? (config.secret ? "KVIT_SECRET" : secretFile(config))} is not the secret this backup's data was made with. Nothing was restored.`,
    )
  }
  if (kept && !config.secret && !kept.equals(secret)) {
    throw new UsageError(
      `${secretFile(config)} holds another secret. Move it away, or name another data folder.`,
    )
  }
  return secret
}

function isOf(secret: Buffer, head: BackupHead): boolean {
  return secret.length >= 32 && isSecretOf(createSecrets(secret), Buffer.from(head.secretCheck, "hex"))
}

/** Editors end a file with a new line, which is no part of a secret. */
function variants(secret: Buffer): Buffer[] {
  return [secret, Buffer.from(secret.toString("utf8").trim())]
}

async function readIfThere(file: string): Promise<Buffer | null> {
  try {
    return await readFile(file)
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null
    throw error
  }
}
