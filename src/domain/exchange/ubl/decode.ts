import { positionAt, UblError } from "./ubl-error.ts"

/** Room for one attachment of 20 MB in base64 and the document around it. */
export const largestFileBytes = 30_000_000

/** Encodings by the names a declaration may give them; Windows-1252 reads ISO-8859-1 as every browser does. */
const decoders = new Map(
  Object.entries({
    "utf-8": "utf-8",
    utf8: "utf-8",
    "us-ascii": "utf-8",
    ascii: "utf-8",
    "iso-8859-1": "windows-1252",
    latin1: "windows-1252",
    "windows-1252": "windows-1252",
  }),
)

/**
 * The file as text: UTF-8, UTF-16 with a byte order mark, or ISO-8859-1 or Windows-1252 by declaration.
 * A byte order mark outweighs the declaration. Throws `UblError` for anything else.
 */
export function decodeXml(bytes: Uint8Array): string {
  if (bytes.byteLength > largestFileBytes) {
    throw new UblError(`The file is larger than ${largestFileBytes / 1_000_000} MB.`)
  }
  const encoding = encodingOf(bytes)
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    const lenient = new TextDecoder(encoding).decode(bytes)
    const position = positionAt(lenient, Math.max(0, lenient.indexOf("\uFFFD")))
    throw new UblError(`The file is not valid ${encoding.toUpperCase()}.`, position)
  }
}

function encodingOf(bytes: Uint8Array): string {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8"
  if (first === 0xff && second === 0xfe) return "utf-16le"
  if (first === 0xfe && second === 0xff) return "utf-16be"
  const opening = new TextDecoder("latin1").decode(bytes.subarray(0, 300))
  if (!/^\s*</.test(opening)) throw new UblError("This is not an XML file.")
  const declared = /^<\?xml\s[^>]*?encoding\s*=\s*["']([^"']{1,40})["']/.exec(opening)?.[1]
  if (declared === undefined) return "utf-8"
  const known = decoders.get(declared.toLowerCase())
  if (known === undefined) throw new UblError(`The encoding ${declared} is not read; UTF-8 is.`)
  return known
}
