/** Tells how an import goes while it goes, and what came of it. */
import type { SingleBar } from "cli-progress"
import type { CommandOptions } from "../open.ts"

export interface Told {
  from: string
  outcome: "created" | "changed" | "unchanged" | "refused"
  reason?: string
  line?: number
  remarks?: readonly unknown[]
}

export interface Report {
  /** One more is certain. */
  tell(outcome: Told): void
  /** Says what came of it all, and sets the exit code: 1 where something was refused. */
  finish(extra: { ignoredColumns?: readonly string[]; notes?: readonly string[] }): void
}

/** Of each list so many are shown; `--json` tells all. */
const mostShown = 100
const lineEveryMs = 5_000

type Counts = Record<Told["outcome"], number>

export async function openReport(options: CommandOptions, total: number, noun: string): Promise<Report> {
  const counts: Counts = { created: 0, changed: 0, unchanged: 0, refused: 0 }
  const refused: string[] = []
  const remarks: string[] = []
  let remarkCount = 0
  const started = performance.now()
  const progress = options.json ? silent : await openProgress(total, noun)
  return {
    tell(outcome) {
      counts[outcome.outcome] += 1
      if (options.json) process.stdout.write(`${toJson(outcome)}\n`)
      if (outcome.outcome === "refused" && refused.length < mostShown) refused.push(describeRefusal(outcome))
      const told = outcome.outcome === "unchanged" ? [] : (outcome.remarks ?? [])
      remarkCount += told.length
      for (const remark of told.slice(0, mostShown - remarks.length)) {
        remarks.push(`  ${outcome.from}: ${describeRemark(remark)}`)
      }
      progress.step()
    },
    finish({ ignoredColumns = [], notes = [] }) {
      progress.stop()
      process.exitCode = counts.refused > 0 ? 1 : 0
      const seconds = Math.round(performance.now() - started) / 1000
      if (options.json) {
        process.stdout.write(
          `${toJson({ summary: { ...counts, remarks: remarkCount, ignoredColumns, notes, seconds } })}\n`,
        )
        return
      }
      const columns = ignoredColumns.length > 0 ? [`Columns left out: ${ignoredColumns.join(", ")}.`] : []
      const lines = [
        ...notes,
        ...columns,
        ...list("Refused:", refused, counts.refused),
        ...list("Remarks (kept as stated; docs/import-ubl.md):", remarks, remarkCount),
        describeCounts(counts, noun),
      ]
      process.stdout.write(`${lines.join("\n")}\n`)
    },
  }
}

function list(heading: string, lines: readonly string[], count: number): string[] {
  if (count === 0) return []
  const more = count > lines.length ? [`  … and ${count - lines.length} more; --json lists them all.`] : []
  return [heading, ...lines, ...more]
}

function describeCounts(counts: Counts, noun: string): string {
  const total = counts.created + counts.changed + counts.unchanged + counts.refused
  return `${total} ${noun}: ${counts.created} created, ${counts.changed} changed, ${counts.unchanged} unchanged, ${counts.refused} refused.`
}

function describeRefusal({ from, line = 0, reason = "" }: Told): string {
  if (reason.startsWith("Row ")) return `  ${reason.replaceAll("\n", "\n  ")}`
  const where = line > 0 && !from.startsWith("row ") ? `${from}, line ${line}` : from
  return `  ${where}: ${reason.replaceAll("\n", "\n    ")}`
}

/** A remark of `checkTotals` or of the reader of files. */
function describeRemark(remark: unknown): string {
  const { rule, where, stated, computed, currency } = remark as Record<string, string>
  if (rule === "unread") return `${where} was not read`
  if (rule === "seller") return `the file names ${stated} as the seller, not ${computed}`
  return `${rule} (${where}): stated ${stated || "nothing"}, computed ${computed || "nothing"} ${currency}`
}

function toJson(value: object): string {
  return JSON.stringify(value, (_, each) => (typeof each === "bigint" ? each.toString() : each))
}

interface Progress {
  step(): void
  stop(): void
}

const silent: Progress = { step: () => undefined, stop: () => undefined }

/** A bar where somebody watches, else a line now and then; on stderr, since stdout is the answer. */
async function openProgress(total: number, noun: string): Promise<Progress> {
  let done = 0
  if (process.stderr.isTTY) {
    const { default: library } = await import("cli-progress")
    const format = `{bar} {percentage} % | {value} of {total} ${noun} | {eta_formatted}`
    const bar: SingleBar = new library.SingleBar(
      { format, hideCursor: true, etaBuffer: 1_000 },
      library.Presets.rect,
    )
    bar.start(total, 0)
    return { step: () => bar.increment(), stop: () => bar.stop() }
  }
  let last = performance.now()
  return {
    step() {
      done += 1
      if (performance.now() - last < lineEveryMs) return
      last = performance.now()
      process.stderr.write(`${done} of ${total} ${noun}\n`)
    },
    stop: () => undefined,
  }
}
