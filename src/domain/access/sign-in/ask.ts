import type { Statement } from "../../../platform/database/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { jobStatement } from "../../../platform/jobs/index.ts"
import type { Language } from "../../../platform/language/index.ts"
import { newSecret, seal, sha256 } from "../../../platform/secrets/index.ts"
import { accountOf, addressKey, type SignInEnvironment } from "./environment.ts"
import { sendWithinSeconds } from "./limits.ts"
import { spendMail } from "./spend-mail.ts"

export interface Ask {
  /** As `normalizeAddress` wrote it. */
  address: string
  /** IPv4 address or IPv6 /64 of who asks. */
  network: string
  /** What the browser holds of an earlier ask; kept where that still lives. */
  browserSecret: string | null
  deviceCookie: string | null
  /** The browser in a word or two of ours, such as "Firefox, Windows"; never what it says of itself. */
  browserName: string | null
  language: Language
  /** A page of ours to go to afterwards. */
  nextPath: string | null
}

export interface Asked {
  /** For the browser that asked, and no other. */
  browserSecret: string
  /** The visitor's own network asked for too many; says nothing of the address. */
  isNetworkBusy: boolean
}

/** The job that looks who is behind the address. */
export const signInRequested = "sign_in.requested"

/**
 * Notes that somebody wants to sign in with an address, and has the worker look. Known, unknown and blocked
 * addresses do exactly the same here, in the same time (R18). Where a limit is reached no mail follows, and what
 * was mailed before stays good (R17).
 */
export async function askToSignIn(
  environment: SignInEnvironment,
  businessId: string,
  ask: Ask,
): Promise<Asked> {
  const account = accountOf(environment, businessId, ask.address)
  const allowed = await spendMail(environment, ask, account)
  const newBrowser = newSecret()
  if (allowed === "network_busy")
    return { browserSecret: ask.browserSecret ?? newBrowser, isNetworkBusy: true }
  const flowId = newId()
  const [, kept] = await environment.database.pipeline("kvit_door", [
    actAsDoor(businessId),
    insertFlow(environment, { businessId, flowId, account, ask, newBrowser, isLimited: allowed !== "yes" }),
    ...(allowed === "yes"
      ? [jobStatement(signInRequested, { businessId, flowId }, { keepSeconds: sendWithinSeconds })]
      : []),
  ])
  const isHeld = ask.browserSecret !== null && kept?.[0]?.is_held === true
  return { browserSecret: isHeld && ask.browserSecret ? ask.browserSecret : newBrowser, isNetworkBusy: false }
}

const actAsDoor = (businessId: string): Statement => ({
  name: "act as door",
  text: "select set_config('kvit.business', $1, true), set_config('kvit.actor_kind', 'door', true)",
  values: [businessId],
})

/** A browser keeps its secret while one of its asks lives, so that every mail it waits for works in it. */
const insertText = `
  insert into sign_in_flows (business_id, id, browser_sha256, address_hmac, address_sealed, language, browser_name, next_path, outcome)
  select $1, $2, case when held.lives then $3 else $4 end, $5, $6, $7, $8, $9, $10
  from (select exists (select from sign_in_flows f
    where f.business_id = $1 and f.browser_sha256 = $3 and f.expires_at > now()) as lives) as held
  returning browser_sha256 = $3 as is_held`

interface NewFlow {
  businessId: string
  flowId: string
  account: Buffer
  ask: Ask
  newBrowser: string
  isLimited: boolean
}

function insertFlow(environment: SignInEnvironment, flow: NewFlow): Statement<{ is_held: boolean | null }> {
  const { ask } = flow
  return {
    name: "insert sign-in flow",
    text: insertText,
    values: [
      flow.businessId,
      flow.flowId,
      ask.browserSecret === null ? null : sha256(ask.browserSecret),
      sha256(flow.newBrowser),
      flow.account,
      seal(ask.address, addressKey(environment), flow.flowId),
      ask.language,
      ask.browserName,
      ask.nextPath,
      flow.isLimited ? "limited" : null,
    ],
  }
}
