import { texts } from "../../platform/language/texts/index.ts"
import { routes } from "../../routes.ts"
import type { AnyContext, StaffContext } from "../context.ts"
import type { Refusals } from "../guards/mount.ts"
import { Notice } from "../ui/index.ts"
import { StaffPage } from "./staff-page.tsx"

/** What staff pages show to those who may not come in: the sign-in, which leads back, or why not. */
export const refusals: Refusals = {
  noSession: (c) => c.redirect(routes.staff.signIn.to({ next: returnPath(c) }), 303),
  notAllowed: (c) => {
    const words = texts(c.var.language).frame
    return c.html(
      <StaffPage c={c} title={words.notAllowedTitle} section="home">
        <h1>{words.notAllowedTitle}</h1>
        <Notice kind="warning">{words.notAllowed}</Notice>
      </StaffPage>,
      403,
    )
  },
}

/** Only a page can be come back to; a form that was sent cannot. */
function returnPath(c: AnyContext): string | undefined {
  if (c.req.method !== "GET" || c.req.path === routes.staff.home.path) return undefined
  return c.req.path
}

/** For addresses of things that are not there. */
export function showNothingHere(c: StaffContext): Response | Promise<Response> {
  const words = texts(c.var.language).frame
  return c.html(
    <StaffPage c={c} title={words.notFoundTitle} section="home">
      <h1>{words.notFoundTitle}</h1>
      <p>{words.notFound}</p>
    </StaffPage>,
    404,
  )
}
