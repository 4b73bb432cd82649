import {
  findToken,
  makeToken,
  revokeToken,
  setPortalAccess,
  shareToken,
  type TokenRow,
} from "../../../../domain/access/index.ts"
import { isId } from "../../../../platform/ids/index.ts"
import { routes } from "../../../../routes.ts"
import type { StaffContext } from "../../../context.ts"
import { portalOrigin } from "../../../guards/origins.ts"
import { Confirm, RadioGroup } from "../../../ui/index.ts"
import { StaffPage } from "../../staff-page.tsx"
import { findPortalMissing } from "../portal-missing.tsx"
import { typed, wordsOf } from "../settings-page.tsx"
import { renderTokens } from "./list.tsx"
import { shortDate } from "./page.tsx"

const { staff } = routes

async function findAsked(c: StaffContext): Promise<TokenRow | null> {
  const id = c.req.param("id") ?? ""
  return isId(id) ? findToken(c.var.actor, id) : null
}

function toList(c: StaffContext, done: string): Response {
  return c.redirect(staff.portalTokens.to({ done }), 303)
}

/** `POST /settings/portal/tokens/:id/copy`: records that the link was shared, and shows it on this one page. */
export async function copyToken(c: StaffContext): Promise<Response> {
  const missing = await findPortalMissing(c, wordsOf(c).portalTokens.title)
  if (missing) return missing
  const token = await findAsked(c)
  if (!token) return c.notFound()
  const shared = await shareToken(c.var.actor, c.var.kvit.secrets, { tokenId: token.id }, "copy")
  if (!shared) return toList(c, "not_active")
  return renderTokens(c, {
    link: {
      address: portalOrigin(c) + routes.portal.token.to({ token: shared.token }),
      customerName: token.customer.name,
      expiresOn: shortDate(c, shared.expiresAt),
    },
  })
}

/** `GET …/revoke`: asks whether this token only, or every way in of the customer. */
export async function askRevoke(c: StaffContext): Promise<Response> {
  const token = await findAsked(c)
  if (!token) return c.notFound()
  if (token.state !== "active") return toList(c, "not_active")
  const { portalTokens, shared } = wordsOf(c)
  const words = portalTokens.revokeOne
  return c.html(
    <StaffPage c={c} title={words.title(token.customer.name)} section="settings">
      <Confirm
        title={words.title(token.customer.name)}
        action={staff.portalTokenRevoke.to({ id: token.id })}
        confirm={words.confirm}
        cancel={{ href: staff.portalTokens.to(), text: shared.cancel }}
        danger
      >
        <RadioGroup
          name="what"
          label={words.what}
          value="token"
          options={[
            { value: "token", text: words.token, hint: words.tokenHint },
            { value: "customer", text: words.block, hint: words.blockHint },
          ]}
        />
      </Confirm>
    </StaffPage>,
  )
}

/** `POST …/revoke`. */
export async function revoke(c: StaffContext): Promise<Response> {
  const token = await findAsked(c)
  if (!token) return c.notFound()
  const what = typed(await c.req.parseBody(), "what")
  if (what === "customer") {
    const blocked = await setPortalAccess(c.var.actor, token.customer.id, false)
    return toList(c, blocked ? "blocked" : "not_active")
  }
  return toList(c, (await revokeToken(c.var.actor, token.id)) ? "revoked" : "not_active")
}

/** `GET …/regenerate`. */
export async function askRegenerate(c: StaffContext): Promise<Response> {
  const token = await findAsked(c)
  if (!token) return c.notFound()
  const { portalTokens, shared } = wordsOf(c)
  const words = portalTokens.regenerateOne
  return c.html(
    <StaffPage c={c} title={words.title(token.customer.name)} section="settings">
      <Confirm
        title={words.title(token.customer.name)}
        action={staff.portalTokenRegenerate.to({ id: token.id })}
        confirm={words.confirm}
        cancel={{ href: staff.portalTokens.to(), text: shared.cancel }}
      >
        <p>{words.text}</p>
      </Confirm>
    </StaffPage>,
  )
}

/** `POST …/regenerate`: the customer gets a new token, whatever became of this one. */
export async function regenerate(c: StaffContext): Promise<Response> {
  const missing = await findPortalMissing(c, wordsOf(c).portalTokens.title)
  if (missing) return missing
  const token = await findAsked(c)
  if (!token) return c.notFound()
  const outcome = await makeToken(c.var.actor, c.var.kvit.secrets, token.customer.id, { replace: true })
  if (outcome.ok) return toList(c, "regenerated")
  if (outcome.reason === "no_customer") return c.notFound()
  return toList(c, outcome.reason === "blocked" ? "customer_blocked" : "has_active")
}
