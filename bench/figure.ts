/** One measured figure, beside what the machine itself can do, measured in the same run. */
export interface Figure {
  bench: string
  figure: string
  value: number
  unit: string
  /** The machine's own limit, in the same unit. */
  limit: number
  /** Value against limit. */
  ratio: number
  goal: string
  ok: boolean
}

export function figure(measured: Omit<Figure, "ratio">): Figure {
  const ratio = measured.limit === 0 ? 0 : measured.value / measured.limit
  return { ...measured, value: round(measured.value), limit: round(measured.limit), ratio: round(ratio) }
}

/** The value below which this share of the samples lies. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/** A table for people, or one line of JSON a figure. */
export function printFigures(figures: readonly Figure[], asJson: boolean): void {
  if (asJson) {
    for (const each of figures) console.log(JSON.stringify(each))
    return
  }
  console.table(
    figures.map((each) => ({
      bench: each.bench,
      figure: each.figure,
      value: `${each.value} ${each.unit}`,
      limit: `${each.limit} ${each.unit}`,
      ratio: each.ratio,
      goal: each.goal,
      ok: each.ok ? "yes" : "NO",
    })),
  )
}

function round(value: number): number {
  return Number(value.toPrecision(4))
}
