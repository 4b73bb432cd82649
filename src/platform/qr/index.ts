/** QR codes as shapes (ISO/IEC 18004), for pages and letters alike: no picture is made. */
import QRCode from "qrcode"

export interface QrShape {
  /** Modules a side, without the quiet zone. */
  size: number
  /** Dark modules, as runs within a row: where each begins, and how long it is. */
  runs: { x: number; y: number; length: number }[]
}

/** What payment codes may be at most (EPC069-12, 2.2): version 13, with the error correction M. */
const largest = 13

/** The code of a text, as UTF-8; null where it is too long for a payment code. */
export function drawQr(text: string): QrShape | null {
  const bytes = new TextEncoder().encode(text)
  if (bytes.length > 331) return null
  const { modules, version } = QRCode.create([{ data: bytes, mode: "byte" }], { errorCorrectionLevel: "M" })
  if (version > largest) return null
  const runs: QrShape["runs"] = []
  for (let y = 0; y < modules.size; y += 1) {
    for (let x = 0; x < modules.size; x += 1) {
      if (!modules.get(y, x)) continue
      const start = x
      while (x + 1 < modules.size && modules.get(y, x + 1)) x += 1
      runs.push({ x: start, y, length: x - start + 1 })
    }
  }
  return { size: modules.size, runs }
}
