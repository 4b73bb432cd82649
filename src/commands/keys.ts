import { listSigningKeys, rotateSigningKey, type SigningKey } from "../domain/access/index.ts"
import { type CommandOptions, readCommandConfig, say, withRuntime } from "./open.ts"

interface RotateOptions extends CommandOptions {
  retireOld?: boolean
}

/** Lets a new key sign links and seal tokens from now on; running servers take it at once. See docs/key-rotation.md. */
export async function rotateKeys(options: RotateOptions): Promise<void> {
  const retireOld = options.retireOld === true
  await withRuntime(readCommandConfig(options), async ({ database }) => {
    const key = await rotateSigningKey(database, { retireOld })
    const older = retireOld
      ? "Every document link made before is dead."
      : "Links made before work until their own end."
    say(options, `New links are signed with the key ${key.kid}. ${older}`, toLine(key))
  })
}

/** Prints every key there has been, the newest first, and until when it counts. */
export async function listKeys(options: CommandOptions): Promise<void> {
  await withRuntime(readCommandConfig(options), async ({ database }) => {
    for (const key of await listSigningKeys(database)) {
      const until = key.retiresAt ? ` until ${key.retiresAt.toISOString().slice(0, 10)}` : ""
      say(
        options,
        `${key.kid}  ${key.state}${until}  made ${key.madeAt.toISOString().slice(0, 10)}`,
        toLine(key),
      )
    }
  })
}

function toLine(key: SigningKey) {
  return {
    key: key.kid,
    state: key.state,
    madeAt: key.madeAt.toISOString(),
    retiresAt: key.retiresAt?.toISOString() ?? null,
  }
}
