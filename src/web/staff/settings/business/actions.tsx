import {
  type BusinessField,
  type BusinessForm,
  businessFields,
  changeBusiness,
  getBusinessSettings,
} from "../../../../domain/settings/index.ts"
import { routes } from "../../../../routes.ts"
import type { StaffContext } from "../../../context.ts"
import { findDone, typed, wordsOf } from "../settings-page.tsx"
import { BusinessPage } from "./page.tsx"

/** `GET /settings/business`. */
export async function showBusiness(c: StaffContext): Promise<Response> {
  const words = wordsOf(c).settings
  const settings = await getBusinessSettings(c.var.actor)
  const done = findDone(c, { saved: words.saved, unchanged: words.unchanged })
  return c.html(<BusinessPage c={c} {...settings} done={done} />)
}

/** `POST /settings/business`, as `multipart/form-data` for the logo. */
export async function changeBusinessSettings(c: StaffContext): Promise<Response> {
  const words = wordsOf(c).settings
  const body = await c.req.parseBody()
  const form = Object.fromEntries(businessFields.map((name) => [name, typed(body, name)])) as Record<
    BusinessField,
    string
  > satisfies BusinessForm
  const removeLogo = typed(body, "removeLogo") === "on"
  const logo = (await readFile(body.logo)) ?? (removeLogo ? ("remove" as const) : null)
  const outcome = await changeBusiness(c.var.actor, { form, revision: typed(body, "revision"), logo })
  if (outcome.ok) {
    const done = outcome.changed.length > 0 ? "saved" : "unchanged"
    return c.redirect(routes.staff.businessSettings.to({ done }), 303)
  }
  const now = await getBusinessSettings(c.var.actor)
  if (outcome.reason === "changed_meanwhile") {
    const problem = words.changedMeanwhile
    return c.html(<BusinessPage c={c} {...now} form={form} removeLogo={removeLogo} problem={problem} />, 409)
  }
  return c.html(
    <BusinessPage
      c={c}
      form={form}
      hasLogo={now.hasLogo}
      revision={typed(body, "revision")}
      removeLogo={removeLogo}
      problems={outcome.problems}
      problem={words.notSaved}
    />,
    422,
  )
}

/** The file that was chosen; an empty one is what browsers send where none was. */
async function readFile(value: unknown): Promise<Uint8Array | null> {
  if (!(value instanceof File) || value.size === 0) return null
  return new Uint8Array(await value.arrayBuffer())
}
