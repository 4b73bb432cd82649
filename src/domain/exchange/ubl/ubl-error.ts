/** Why a file is not read, and where: both numbers count from 1, `reason` is a sentence for people. */
export class UblError extends Error {
  readonly line: number
  readonly column: number
  readonly reason: string

  constructor(reason: string, position: { line: number; column: number } = { line: 1, column: 1 }) {
    super(`Line ${position.line}, column ${position.column}: ${reason}`)
    this.name = "UblError"
    this.reason = reason
    this.line = position.line
    this.column = position.column
  }
}

/** Line and column of an offset in a text, counted from 1. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  let line = 1
  let lineStart = 0
  for (let next = text.indexOf("\n"); next !== -1 && next < offset; next = text.indexOf("\n", lineStart)) {
    line += 1
    lineStart = next + 1
  }
  return { line, column: Math.max(1, offset - lineStart + 1) }
}
