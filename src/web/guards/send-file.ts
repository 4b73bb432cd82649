import type { ServedFile } from "../../domain/documents/index.ts"
import { PdfError } from "../../platform/pdf/index.ts"
import type { AnyContext } from "../context.ts"
import { FileNotReady } from "../ui/file-not-ready.tsx"
import { filePolicy } from "./headers.ts"

const plainType = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*(; ?charset=[a-z0-9-]+)?$/i

/**
 * Answers with a file of a document: its exact type, never guessed at; a name that is only a name; nothing allowed
 * in it should a browser show it; and kept by nobody on the way. `inline` is for what the browser shows itself.
 */
export function sendFile(
  c: AnyContext,
  file: Pick<ServedFile, "fileName" | "mediaType" | "bytes">,
  disposition: "attachment" | "inline",
): Response {
  const mediaType = plainType.test(file.mediaType) ? file.mediaType : "application/octet-stream"
  c.header("Content-Type", mediaType)
  c.header("Content-Length", String(file.bytes.length))
  c.header("Content-Disposition", contentDisposition(disposition, file.fileName))
  c.header("Content-Security-Policy", filePolicy)
  c.header("X-Content-Type-Options", "nosniff")
  c.header("Cache-Control", "no-store")
  return c.body(new Uint8Array(file.bytes))
}

/** The page for a PDF that cannot be made now; any other error is thrown on. */
export function sendFileProblem(c: AnyContext, error: unknown): Response | Promise<Response> {
  if (!(error instanceof PdfError)) throw error
  c.var.kvit.log.error({ err: error, request: c.var.requestId }, "A PDF could not be made.")
  c.header("Retry-After", "30")
  const side = c.req.path.startsWith("/portal/") ? "portal" : "staff"
  return c.html(FileNotReady({ language: c.var.language, side }), 503)
}

/**
 * `Content-Disposition` by RFC 6266: a `filename` in plain ASCII for old browsers, and `filename*` (RFC 8187) with
 * the whole name. Path parts, control characters and marks that turn the writing direction are taken out, so that
 * what is saved is what was read, beside nothing else (ASVS 5.4.2).
 */
export function contentDisposition(disposition: "attachment" | "inline", fileName: string): string {
  const name = cleanFileName(fileName)
  const ascii = name
    .normalize("NFD")
    .replace(/[æøåÆØÅ]/g, (letter) => asciiLetters[letter] ?? "_")
    .replace(/\p{M}/gu, "")
    .replace(/[^\x20-\x7e]/g, "_")
    .replace(/["\\%;]/g, "_")
  return `${disposition}; filename="${ascii}"; filename*=UTF-8''${encodeExtended(name)}`
}

const asciiLetters: Record<string, string> = { æ: "ae", ø: "oe", å: "aa", Æ: "Ae", Ø: "Oe", Å: "Aa" }
const longestName = 150

/** The last part of a path, without anything that is not seen; at most 150 characters, its ending kept. */
function cleanFileName(fileName: string): string {
  const visible = fileName
    .toWellFormed()
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "")
  const last = visible.split(/[/\\]/).at(-1) ?? ""
  const name = last.replace(/[<>:"|?*]/g, "_").replace(/^[\s.]+|[\s.]+$/g, "")
  if (name === "") return "file"
  if (name.length <= longestName) return name
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? ""
  return `${name
    .slice(0, longestName - ending.length)
    .toWellFormed()
    .replaceAll("\ufffd", "")}${ending}`
}

/** `ext-value` of RFC 8187: `encodeURIComponent` leaves some characters that are no `attr-char`. */
function encodeExtended(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
