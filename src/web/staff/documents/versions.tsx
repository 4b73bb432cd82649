import { z } from "zod"
import type { DocumentDetail, DocumentVersion } from "../../../domain/documents/index.ts"
import { formatMoment, type Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import type { StaffContext } from "../../context.ts"
import { Badge, Card, Table } from "../../ui/index.ts"

/** A stated amount that its document's own figures do not lead to; see domain/documents/totals. */
const remarkSchema = z.object({
  rule: z.string(),
  where: z.string(),
  stated: z.string(),
  computed: z.string(),
  currency: z.string(),
})
type Remark = z.output<typeof remarkSchema>

interface VersionsProps {
  c: StaffContext
  detail: DocumentDetail
  versions: readonly DocumentVersion[]
}

/** The versions, newest first, each with the amounts that do not add up in it. A draft has none. */
export function Versions({ c, detail, versions }: VersionsProps) {
  const { language, business } = c.var
  const words = texts(language).staffDocuments
  if (versions.length === 0) return null
  return (
    <Card title={words.versions}>
      {versions.map((version) => (
        <section class="version">
          <h3>
            {words.version(version.version)}{" "}
            {version.version === detail.version && <Badge text={words.current} />}
            <span class="soft small">{formatMoment(version.issuedAt, language, business.timeZone)}</span>
          </h3>
          <Remarks remarks={version.remarks} language={language} />
        </section>
      ))}
    </Card>
  )
}

function Remarks({ remarks, language }: { remarks: readonly unknown[]; language: Language }) {
  const words = texts(language).staffDocuments
  const known = remarks.flatMap((remark): Remark[] => {
    const read = remarkSchema.safeParse(remark)
    return read.success ? [read.data] : []
  })
  const other = remarks.length - known.length
  if (remarks.length === 0) return <p class="soft">{words.noRemarks}</p>
  const amount = (text: string, currency: string) =>
    text === "" ? words.nothingStated : `${text} ${currency}`
  return (
    <>
      <p>{words.remarks}</p>
      <p class="hint">{words.remarksHint}</p>
      <Table
        caption={words.remarks}
        columns={[
          { label: words.rule },
          { label: words.where },
          { label: words.stated, numeric: true },
          { label: words.computed, numeric: true },
        ]}
        rows={known.map((remark) => [
          remark.rule,
          remark.where,
          amount(remark.stated, remark.currency),
          amount(remark.computed, remark.currency),
        ])}
      />
      {other > 0 && <p class="hint">{words.otherRemarks(other)}</p>}
    </>
  )
}
