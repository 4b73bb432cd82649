import {
  countActiveTokens,
  countCustomersWithoutToken,
  makeMissingTokens,
  revokeAllTokens,
} from "../../../../domain/access/index.ts"
import { routes } from "../../../../routes.ts"
import type { StaffContext } from "../../../context.ts"
import { Button, Card, Confirm } from "../../../ui/index.ts"
import { StaffPage } from "../../staff-page.tsx"
import { findPortalMissing } from "../portal-missing.tsx"
import { wordsOf } from "../settings-page.tsx"

const { staff } = routes

interface Question {
  title: string
  text: (count: number) => string
  confirm: (count: number) => string
  none: string
}

/** `GET /settings/portal/tokens/missing`: says for how many. */
export async function askMissing(c: StaffContext): Promise<Response> {
  const words = wordsOf(c).portalTokens
  const missing = await findPortalMissing(c, words.title)
  if (missing) return missing
  return ask(c, words.missing, await countCustomersWithoutToken(c.var.actor), staff.portalTokensMissing.to())
}

export async function generateMissing(c: StaffContext): Promise<Response> {
  const missing = await findPortalMissing(c, wordsOf(c).portalTokens.title)
  if (missing) return missing
  await makeMissingTokens(c.var.actor, c.var.kvit.secrets)
  return c.redirect(staff.portalTokens.to({ done: "missing" }), 303)
}

/** `GET /settings/portal/tokens/all`: says how many would stop. */
export async function askRevokeAll(c: StaffContext): Promise<Response> {
  const words = wordsOf(c).portalTokens.revokeAll
  return ask(c, words, await countActiveTokens(c.var.actor), staff.portalTokensAll.to(), true)
}

export async function revokeAll(c: StaffContext): Promise<Response> {
  await revokeAllTokens(c.var.actor)
  return c.redirect(staff.portalTokens.to({ done: "revoked_all" }), 303)
}

function ask(c: StaffContext, words: Question, count: number, action: string, danger = false) {
  const { shared } = wordsOf(c)
  const cancel = { href: staff.portalTokens.to(), text: shared.cancel }
  return c.html(
    <StaffPage c={c} title={words.title} section="settings">
      {count === 0 ? (
        <div class="narrow">
          <Card>
            <p>{words.none}</p>
            <div class="actions">
              <Button href={cancel.href}>{shared.back}</Button>
            </div>
          </Card>
        </div>
      ) : (
        <Confirm
          title={words.title}
          action={action}
          confirm={words.confirm(count)}
          cancel={cancel}
          danger={danger}
        >
          <p>{words.text(count)}</p>
        </Confirm>
      )}
    </StaffPage>,
  )
}
