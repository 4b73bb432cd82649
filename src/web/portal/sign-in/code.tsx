import {
  type CodeOutcome,
  findWaiting,
  readCode,
  redeemCode,
  type WaitingFor,
} from "../../../domain/access/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { AnyContext } from "../../context.ts"
import { safeNext } from "../../guards/next-path.ts"
import { Button, Card, Field, Notice } from "../../ui/index.ts"
import { refuseWhenClosed } from "../dead-ends.tsx"
import { PortalPage } from "../portal-page.tsx"
import { Reach } from "./ask.tsx"
import { readFlowSecret, visitOf, welcome } from "./cookies.ts"

/** `GET /portal/sign-in/code`: waits for the digits, in the browser that asked. */
export async function showCode(c: AnyContext): Promise<Response> {
  const closed = await refuseWhenClosed(c)
  if (closed) return closed
  const secret = readFlowSecret(c)
  if (!secret) return c.redirect(routes.portal.signIn.to(), 303)
  const waiting = await findWaiting(c.var.kvit, c.var.businessId, secret)
  const words = texts(c.var.language).portalSignIn
  const notice = c.req.query("after") === "busy" ? words.mailsBusy : undefined
  return c.html(<CodePage c={c} waiting={waiting} notice={notice} />)
}

/** `POST /portal/sign-in/code`: signs in, or says in the same words for every address why not. */
export async function enterCode(c: AnyContext): Promise<Response> {
  const closed = await refuseWhenClosed(c)
  if (closed) return closed
  const visit = visitOf(c)
  if (!visit.browserSecret) return c.redirect(routes.portal.signIn.to(), 303)
  const form = await c.req.parseBody()
  const code = readCode(typeof form.code === "string" ? form.code : "")
  const words = texts(c.var.language).portalSignIn
  const answer: CodeOutcome | null = code ? await redeemCode(c.var.kvit, c.var.businessId, code, visit) : null
  if (answer?.outcome === "signed_in") {
    welcome(c, answer.signedIn)
    return c.redirect(safeNext(answer.signedIn.nextPath, "portal"), 303)
  }
  const problems = {
    wrong: words.codeWrong,
    over: words.codeOver,
    link_only: words.codeLinkOnly,
    network_busy: words.networkBusy,
  }
  const waiting = await findWaiting(c.var.kvit, c.var.businessId, visit.browserSecret)
  const problem = answer ? problems[answer.outcome] : words.codeMalformed
  const status = answer?.outcome === "network_busy" ? 429 : 422
  return c.html(<CodePage c={c} waiting={waiting} problem={problem} />, status)
}

interface CodePageProps {
  c: AnyContext
  waiting: WaitingFor | null
  problem?: string | undefined
  notice?: string | undefined
}

function CodePage({ c, waiting, problem, notice }: CodePageProps) {
  const words = texts(c.var.language).portalSignIn
  const { name } = c.var.business
  return (
    <PortalPage c={c} title={words.codeTitle}>
      <div class="gate">
        <Card>
          <h1>{words.codeTitle}</h1>
          {notice && <Notice kind="warning">{notice}</Notice>}
          <p>{waiting ? words.sentTo(name, waiting.address) : words.sent(name)}</p>
          <p class="soft">{words.codeHint}</p>
          <form method="post" action={routes.portal.signInCode.to()} class="stack">
            <code-input>
              <Field
                name="code"
                label={words.code}
                error={problem}
                autocomplete="one-time-code"
                inputmode="numeric"
                maxlength={20}
                spellcheck={false}
                autofocus
                required
              />
            </code-input>
            <div class="actions">
              <Button kind="primary">{words.enter}</Button>
            </div>
          </form>
        </Card>
        <Card title={words.noMail}>
          <p>{words.noMailHint}</p>
          {waiting && <Again c={c} waiting={waiting} />}
          <p class="small">
            <a href={routes.portal.signIn.to({ next: waiting?.nextPath ?? undefined })}>
              {words.otherAddress}
            </a>
          </p>
          <p class="small">
            <a href={routes.portal.accessRequest.to()}>{words.unknown}</a>
          </p>
        </Card>
        <Reach c={c} />
      </div>
    </PortalPage>
  )
}

const pauseSeconds = 60

/** Asks again for the same address. Pressed within the pause it changes nothing, so it waits where it can. */
function Again({ c, waiting }: { c: AnyContext; waiting: WaitingFor }) {
  const words = texts(c.var.language).portalSignIn
  const passed = (c.var.kvit.clock.now().getTime() - waiting.askedAt.getTime()) / 1000
  const left = Math.max(0, Math.min(pauseSeconds, Math.ceil(pauseSeconds - passed)))
  return (
    <form method="post" action={routes.portal.signIn.to()}>
      <input type="hidden" name="email" value={waiting.address} />
      {waiting.nextPath && <input type="hidden" name="next" value={waiting.nextPath} />}
      <wait-button seconds={String(left)} text={words.againIn}>
        <Button>{words.again}</Button>
      </wait-button>
    </form>
  )
}
