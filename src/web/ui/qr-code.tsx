import type { QrShape } from "../../platform/qr/index.ts"

/** Modules of quiet around a code (ISO/IEC 18004, 9.1): without them cameras do not find it. */
const quiet = 4

/**
 * A QR code, drawn black on white in both lights, since many cameras read no other. Each run overlaps nothing and
 * the edges are crisp, so no hairlines show between rows.
 */
export function QrCode({ shape, label }: { shape: QrShape; label: string }) {
  const side = shape.size + 2 * quiet
  const path = shape.runs
    .map(({ x, y, length }) => `M${x + quiet} ${y + quiet}h${length}v1h-${length}z`)
    .join("")
  return (
    <svg
      class="qr"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${side} ${side}`}
      shape-rendering="crispEdges"
    >
      <rect width={side} height={side} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  )
}
