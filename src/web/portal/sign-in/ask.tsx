import { askToSignIn, findFilledAddress, normalizeAddress } from "../../../domain/access/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { AnyContext } from "../../context.ts"
import { readDocumentSecret, readSignInLink } from "../../guards/document-cookie.ts"
import { safeNext } from "../../guards/next-path.ts"
import { nameBrowser } from "../../ui/browser-name.ts"
import { Card } from "../../ui/index.ts"
import { refuseWhenClosed } from "../dead-ends.tsx"
import { PortalPage } from "../portal-page.tsx"
import { BusinessContact } from "./contact.tsx"
import { readDeviceCookie, readFlowSecret, writeFlowSecret } from "./cookies.ts"
import { SignInForm, type SignInFormProps } from "./form.tsx"

/** `GET /portal/sign-in`, with the address filled in where the address says it, or a link that was sent to it did. */
export async function showSignIn(c: AnyContext): Promise<Response> {
  const closed = await refuseWhenClosed(c)
  if (closed) return closed
  const known = { signInToken: readSignInLink(c), documentSecret: readDocumentSecret(c) }
  const address =
    normalizeAddress(c.req.query("email") ?? "") ??
    (await findFilledAddress(c.var.kvit, c.var.businessId, known)) ??
    undefined
  return c.html(<SignInPage c={c} address={address} next={nextOf(c.req.query("next"))} />)
}

/**
 * `POST /portal/sign-in`: whatever address it is, the same answer: on to the page that waits, with the cookie of
 * this ask. Only what cannot be an address is refused.
 */
export async function askForMail(c: AnyContext): Promise<Response> {
  const closed = await refuseWhenClosed(c)
  if (closed) return closed
  const form = await c.req.parseBody()
  const typed = typeof form.email === "string" ? form.email : ""
  const next = nextOf(typeof form.next === "string" ? form.next : undefined)
  const address = normalizeAddress(typed)
  if (address === null) {
    const words = texts(c.var.language).portalSignIn
    return c.html(
      <SignInPage c={c} address={typed.slice(0, 254)} problem={words.emailWrong} next={next} />,
      422,
    )
  }
  const asked = await askToSignIn(c.var.kvit, c.var.businessId, {
    address,
    network: c.var.clientNetwork,
    browserSecret: readFlowSecret(c),
    deviceCookie: readDeviceCookie(c),
    browserName: nameBrowser(c.req.header("user-agent") ?? ""),
    language: c.var.language,
    nextPath: next ?? null,
  })
  writeFlowSecret(c, asked.browserSecret)
  return c.redirect(routes.portal.signInCode.to({ after: asked.isNetworkBusy ? "busy" : undefined }), 303)
}

/** A page to go to that is not where everybody goes. */
function nextOf(text: string | undefined): string | undefined {
  const next = safeNext(text, "portal")
  return next === routes.portal.home.path ? undefined : next
}

/** The page that asks for the address; doors that know whom they sent a link to show it filled in. */
export function SignInPage(props: SignInFormProps) {
  const { c } = props
  const words = texts(c.var.language).portalSignIn
  return (
    <PortalPage c={c} title={words.title}>
      <div class="gate">
        <Card>
          <h1>{words.title}</h1>
          <p>{words.intro(c.var.business.name)}</p>
          <SignInForm {...props} />
        </Card>
        <Reach c={c} />
      </div>
    </PortalPage>
  )
}

/** The business's phone and mail, under every page outside; in the demo, which sends nothing, its mailbox. */
export function Reach({ c }: { c: AnyContext }) {
  const words = texts(c.var.language)
  return (
    <section class="gate-reach small soft">
      {c.var.kvit.config.env === "demo" && (
        <p>
          <a href={routes.portal.demoMailbox.to()}>{words.mail.demo.title}</a>
        </p>
      )}
      <p>{words.portalSignIn.reach(c.var.business.name)}</p>
      <BusinessContact c={c} />
    </section>
  )
}
