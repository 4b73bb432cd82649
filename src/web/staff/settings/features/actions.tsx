import { findPortalImpact, isFeatureOn, setFeature } from "../../../../domain/settings/index.ts"
import { routes } from "../../../../routes.ts"
import type { StaffContext } from "../../../context.ts"
import { Button, Notice, Switch } from "../../../ui/index.ts"
import { ConfirmImpact } from "../portal/confirm-impact.tsx"
import { findDone, isOwner, OwnerOnly, SettingsPage, typed, wordsOf } from "../settings-page.tsx"

/** `GET /settings/features`. */
export async function showFeatures(c: StaffContext): Promise<Response> {
  return c.html(<FeaturesPage c={c} portalOn={await isFeatureOn(c.var.actor, "customer_portal")} />)
}

/** `POST /settings/features`. What shows or hides documents is asked about first. */
export async function changeFeatures(c: StaffContext): Promise<Response> {
  const { actor } = c.var
  if (c.var.kvit.config.edition === "desktop") return showFeatures(c)
  const body = await c.req.parseBody()
  const wanted = typed(body, "customer_portal") === "on"
  const answer = typed(body, "answer")
  if (answer === "back") return c.html(<FeaturesPage c={c} portalOn={wanted} />)
  const impacts = await findPortalImpact(actor, { featureOn: wanted })
  if (impacts.length > 0 && answer !== "save") {
    return c.html(
      <ConfirmImpact
        c={c}
        impacts={impacts}
        portalLabel={wordsOf(c).settings.features.portal}
        action={routes.staff.featureSettings.to()}
        fields={wanted ? { customer_portal: "on" } : {}}
      />,
    )
  }
  await setFeature(actor, "customer_portal", wanted)
  return c.redirect(routes.staff.featureSettings.to({ done: "saved" }), 303)
}

function FeaturesPage({ c, portalOn }: { c: StaffContext; portalOn: boolean }) {
  const { settings: words, shared, portalSettings } = wordsOf(c)
  const inEdition = c.var.kvit.config.edition !== "desktop"
  const mayChange = isOwner(c) && inEdition
  return (
    <SettingsPage c={c} title={words.features.title} done={findDone(c, { saved: words.saved })}>
      <OwnerOnly c={c} />
      {!inEdition && <Notice>{portalSettings.notInEdition}</Notice>}
      <form method="post" action={routes.staff.featureSettings.to()} class="stack">
        <section class="card group">
          <Switch
            name="customer_portal"
            label={words.features.portal}
            hint={inEdition && !portalOn ? words.features.offNow : words.features.portalHint}
            checked={portalOn && inEdition}
            disabled={!mayChange}
          />
        </section>
        {mayChange && <Button kind="primary">{shared.save}</Button>}
      </form>
    </SettingsPage>
  )
}
