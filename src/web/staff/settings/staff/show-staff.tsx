import { listStaff } from "../../../../domain/access/index.ts"
import { dateIn } from "../../../../platform/clock/index.ts"
import { formatShortDate } from "../../../../platform/language/index.ts"
import type { StaffContext } from "../../../context.ts"
import { Badge, Card, Table } from "../../../ui/index.ts"
import { SettingsPage, wordsOf } from "../settings-page.tsx"

/** `GET /settings/staff`. */
export async function showStaff(c: StaffContext): Promise<Response> {
  const words = wordsOf(c).settings.staff
  const { actor, business, language } = c.var
  const members = await listStaff(actor)
  return c.html(
    <SettingsPage c={c} title={words.title}>
      <Table
        caption={words.title}
        columns={[
          { label: words.name },
          { label: words.email },
          { label: words.role },
          { label: words.since, short: true },
        ]}
        rows={members.map((member) => [
          <span class="with-badge">
            {member.name} {member.id === actor.staffId && <Badge text={words.you} />}
          </span>,
          member.email,
          words.roles[member.role],
          formatShortDate(dateIn(business.timeZone, member.since), language),
        ])}
      />
      <p class="soft">{words.rolesHint}</p>
      <Card>
        <p>{words.add}</p>
        <pre class="command">kvit staff add</pre>
      </Card>
    </SettingsPage>,
  )
}
