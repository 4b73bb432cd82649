import type { Ageing, Statement } from "../../../domain/statements/index.ts"
import { formatAmount, formatShortDate, type Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { Card } from "../sheet.tsx"

const due = [
  "notDue",
  "days1to30",
  "days31to60",
  "days61to90",
  "over90",
] as const satisfies readonly (keyof Ageing)[]

/** What is open by how long it has been due: a bar for the eye, and the figures. */
export function AgeingCard({ statement, language }: { statement: Statement; language: Language }) {
  const words = texts(language).statement
  const { ageing, currency, to } = statement
  const open = due.reduce((sum, name) => sum + ageing[name], 0n)
  const money = (amount: bigint) => formatAmount({ amount, currency }, language)
  return (
    <Card title={words.ageing}>
      <p class="soft ageing-note">
        {open === 0n && ageing.credit === 0n
          ? words.nothingOpen
          : words.ageingOn(formatShortDate(to, language))}
      </p>
      {open > 0n && <AgeingBar ageing={ageing} open={open} />}
      {(open > 0n || ageing.credit > 0n) && (
        <dl class="ageing">
          {due.map((name) => (
            <div class={ageing[name] === 0n ? "ageing-none" : undefined}>
              <dt>
                <span class={`ageing-dot ageing-${name}`} aria-hidden="true"></span>
                {words.buckets[name]}
              </dt>
              <dd>{money(ageing[name])}</dd>
            </div>
          ))}
          {ageing.credit > 0n && (
            <div>
              <dt>
                <span class="ageing-dot" aria-hidden="true"></span>
                {words.buckets.credit}
              </dt>
              <dd>{money(-ageing.credit)}</dd>
            </div>
          )}
        </dl>
      )}
    </Card>
  )
}

/** The figures stand below; so it is nothing to a screen reader. */
function AgeingBar({ ageing, open }: { ageing: Ageing; open: bigint }) {
  let at = 0n
  const parts = due.map((name) => {
    const part = { name, x: Number((at * 10_000n) / open), width: Number((ageing[name] * 10_000n) / open) }
    at += ageing[name]
    return part
  })
  return (
    <svg class="ageing-bar" viewBox="0 0 10000 100" preserveAspectRatio="none" aria-hidden="true">
      {parts.map(
        ({ name, x, width }) =>
          width > 0 && <rect class={`ageing-${name}`} x={x} y="0" width={width} height="100" />,
      )}
    </svg>
  )
}
