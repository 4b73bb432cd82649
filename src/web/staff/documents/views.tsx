import type { ViewSummary } from "../../../domain/events/index.ts"
import { formatMoment } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import type { StaffContext } from "../../context.ts"
import { Table } from "../../ui/index.ts"

/** Whether and how the customer opened the document and took its PDF: first, last, how often, by which way in. */
export function Views({ c, views }: { c: StaffContext; views: readonly ViewSummary[] }) {
  const { language, business } = c.var
  const words = texts(language).staffDocuments
  const moment = (at: Date) => formatMoment(at, language, business.timeZone)
  return (
    <section class="block">
      <h2>{words.views}</h2>
      {views.length === 0 ? (
        <p class="soft">{words.notSeen}</p>
      ) : (
        <Table
          caption={words.views}
          columns={[
            { label: words.what },
            { label: words.by },
            { label: words.times, numeric: true },
            { label: words.first, short: true },
            { label: words.last, short: true },
          ]}
          rows={views.map((view) => [
            words[view.action],
            words.ways[view.way] ?? view.way,
            String(view.times),
            moment(view.first),
            moment(view.last),
          ])}
        />
      )}
    </section>
  )
}
