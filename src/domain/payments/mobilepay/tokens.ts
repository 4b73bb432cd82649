import { type Connection, send, startDeadline, type Tried } from "./connection.ts"
import { tokenShape } from "./shapes.ts"

/** The token that opens the other calls. */
export interface Tokens {
  /** Asks for one where there is none, or it is past half its life. Many that ask at once cause one request. */
  get(): Promise<Tried<string>>
  /** Forgets `token`, unless another has come meanwhile. */
  forget(token: string): void
}

export function createTokens(connection: Connection): Tokens {
  let held: { token: string; renewAt: number } | null = null
  let asking: Promise<Tried<string>> | null = null
  return {
    get: () => {
      if (held && connection.options.now().getTime() < held.renewAt)
        return Promise.resolve({ ok: true, value: held.token })
      asking ??= ask().finally(() => {
        asking = null
      })
      return asking
    },
    forget: (token) => {
      if (held?.token === token) held = null
    },
  }

  async function ask(): Promise<Tried<string>> {
    const askedAt = connection.options.now().getTime()
    const answer = await askForToken(connection)
    if (!answer.ok) return answer
    const { access_token: token, expires_in: seconds } = answer.value
    held = { token, renewAt: askedAt + (seconds * 1000) / 2 }
    return { ok: true, value: token }
  }
}

/** Keys that are not taken are `keys`, whatever the status of the refusal. */
async function askForToken(connection: Connection) {
  const { clientId, clientSecret } = connection.keys
  const answer = await send(
    connection,
    {
      method: "POST",
      path: "/accesstoken/get",
      headers: { client_id: clientId, client_secret: clientSecret },
      repeat: "any",
    },
    tokenShape,
    // Others may wait for the same token, so its time is not that of the call that asked first.
    startDeadline(connection.limits.tryMs),
  )
  if (answer.ok || (answer.problem.kind !== "keys" && answer.problem.kind !== "refused")) return answer
  return { ...answer, problem: { ...answer.problem, kind: "keys", cause: "token_refused" } as const }
}
