import type { PortalImpact } from "../../../../domain/settings/index.ts"
import type { StaffContext } from "../../../context.ts"
import { Button } from "../../../ui/index.ts"
import { StaffPage } from "../../staff-page.tsx"
import { wordsOf } from "../settings-page.tsx"

export interface ConfirmImpactProps {
  c: StaffContext
  impacts: readonly PortalImpact[]
  /** The name of the switch that opens and closes the whole portal here. */
  portalLabel: string
  action: string
  /** Everything the form held, sent again with the answer. */
  fields: Readonly<Record<string, string>>
}

/** Says in numbers what customers will see or no longer see, and asks; both answers keep what was typed. */
export function ConfirmImpact({ c, impacts, portalLabel, action, fields }: ConfirmImpactProps) {
  const words = wordsOf(c).portalSettings
  const shows = impacts.some((impact) => impact.shown)
  const hides = impacts.some((impact) => !impact.shown)
  const title = shows && hides ? words.confirm.both : shows ? words.confirm.show : words.confirm.hide
  return (
    <StaffPage c={c} title={title} section="settings">
      <section class="card narrow">
        <h1>{title}</h1>
        <form method="post" action={action} class="stack">
          {Object.entries(fields).map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <ul class="stack">
            {impacts.map((impact) => (
              <li>{words.impact(impact.of === "portal" ? portalLabel : words[impact.of], impact)}</li>
            ))}
          </ul>
          <div class="actions">
            <Button kind="primary" name="answer" value="save">
              {words.confirm.save}
            </Button>
            <Button name="answer" value="back">
              {words.confirm.back}
            </Button>
          </div>
        </form>
      </section>
    </StaffPage>
  )
}
