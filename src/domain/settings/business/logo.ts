/**
 * A logo is a PNG or a JPEG by its content, whatever its name says. It is taken apart and put together again
 * with its picture only: where and by whom a photo was taken (EXIF), comments and anything behind its end are
 * left out.
 */
export interface Logo {
  type: "image/png" | "image/jpeg"
  bytes: Buffer
}

export type LogoProblem = "not_image" | "too_large" | "too_many_pixels"

export const largestLogoBytes = 512 * 1024
/** On a side. A small file may unfold to gigabytes of pixels; every PDF would pay for it. */
export const mostLogoPixels = 4000

export function readLogo(file: Uint8Array): { ok: true; logo: Logo } | { ok: false; problem: LogoProblem } {
  if (file.length > largestLogoBytes) return { ok: false, problem: "too_large" }
  const bytes = Buffer.from(file)
  const read = readPng(bytes) ?? readJpeg(bytes)
  if (!read) return { ok: false, problem: "not_image" }
  const { logo, width, height } = read
  if (width < 1 || height < 1) return { ok: false, problem: "not_image" }
  if (width > mostLogoPixels || height > mostLogoPixels) return { ok: false, problem: "too_many_pixels" }
  return { ok: true, logo }
}

interface Picture {
  logo: Logo
  width: number
  height: number
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** What a still picture needs to look right; text, times, EXIF and animation are not among it. */
const keptPngChunks = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "pHYs", "sBIT"]

/** Chunks as PNG, third edition, section 5.3: length, type, data, checksum. */
function readPng(bytes: Buffer): Picture | null {
  if (!bytes.subarray(0, 8).equals(pngSignature)) return null
  const kept: Uint8Array[] = [pngSignature]
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at)
    const type = bytes.toString("latin1", at + 4, at + 8)
    if (end > bytes.length || (at === 8) !== (type === "IHDR")) return null
    if (keptPngChunks.includes(type)) kept.push(bytes.subarray(at, end))
    if (type === "IEND") {
      const logo: Logo = { type: "image/png", bytes: Buffer.concat(kept) }
      return { logo, width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
    }
    at = end
  }
  return null
}

const startOfScan = 0xda
const frames = [0xc0, 0xc1, 0xc2]
/** Tables and frames, JFIF (e0), ICC profile (e2) and Adobe's colour transform (ee). */
function isKeptJpegMarker(marker: number): boolean {
  return marker < 0xe0 || [0xe0, 0xe2, 0xee].includes(marker)
}

/** Segments as ITU-T T.81, annex B: a marker, the length with itself, data; the picture after the first scan. */
function readJpeg(bytes: Buffer): Picture | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null
  const kept: Uint8Array[] = [bytes.subarray(0, 2)]
  let size: { width: number; height: number } | null = null
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes.readUInt8(at + 1)
    const end = at + 2 + bytes.readUInt16BE(at + 2)
    if (bytes.readUInt8(at) !== 0xff || end > bytes.length || end < at + 4) return null
    if (frames.includes(marker) && end >= at + 9) {
      size = { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    }
    if (marker === startOfScan) {
      // In a scan 0xff is followed by 0, so the first end marker is the end.
      const last = bytes.indexOf(Buffer.from([0xff, 0xd9]), end)
      if (!size || last === -1) return null
      const logo: Logo = {
        type: "image/jpeg",
        bytes: Buffer.concat([...kept, bytes.subarray(at, last + 2)]),
      }
      return { logo, ...size }
    }
    if (isKeptJpegMarker(marker)) kept.push(bytes.subarray(at, end))
    at = end
  }
  return null
}
