/** Reads back what a PDF of ours says: enough of ISO 32000 for the files Typst writes, for tests only. */
import { inflateSync } from "node:zlib"

export interface ReadPdf {
  pages: string[]
  /** Family names of the embedded fonts. */
  fonts: string[]
  attachments: { name: string; text: string }[]
  source: string
}

export function readPdf(pdf: Uint8Array): ReadPdf {
  const source = Buffer.from(pdf).toString("latin1")
  const objects = readObjects(source)
  const pages = [...objects.values()].filter((object) => /\/Type \/Page\s/.test(object))
  return {
    pages: pages.map((page) => readPage(page, objects)),
    fonts: [
      ...new Set([...source.matchAll(/\/FontName \/[A-Z]{6}\+([^\s]+)/g)].map(([, name]) => name ?? "")),
    ],
    attachments: readAttachments(objects),
    source,
  }
}

/** Text of all pages, a space between pieces. */
export function textOf(pdf: Uint8Array): string {
  return readPdf(pdf).pages.join("\n")
}

function readObjects(source: string): Map<string, string> {
  const objects = new Map<string, string>()
  for (const [, id, , body] of source.matchAll(/(?:^|\n)((\d+) 0) obj\n([\s\S]*?)\nendobj/g)) {
    if (id !== undefined && body !== undefined) objects.set(id, body)
  }
  return objects
}

function streamOf(object: string): string {
  const start = object.indexOf("stream\n") + "stream\n".length
  const length = Number(/\/Length (\d+)/.exec(object)?.[1])
  const bytes = Buffer.from(object.slice(start, start + length), "latin1")
  const plain = object.slice(0, start).includes("/FlateDecode") ? inflateSync(bytes) : bytes
  return plain.toString("latin1")
}

function readPage(page: string, objects: Map<string, string>): string {
  const characters = new Map<string, Map<number, string>>()
  for (const [, name, id] of page.matchAll(/\/(f\d+) (\d+ 0) R/g)) {
    const unicode = /\/ToUnicode (\d+ 0) R/.exec(objects.get(id ?? "") ?? "")?.[1]
    if (name && unicode) characters.set(name, readCharacters(streamOf(objects.get(unicode) ?? "")))
  }
  const contents = streamOf(objects.get(/\/Contents (\d+ 0) R/.exec(page)?.[1] ?? "") ?? "")
  let font: Map<number, string> | undefined
  const pieces: string[] = []
  for (const [shown, name] of contents.matchAll(/\/(f\d+) [\d.]+ Tf|(?:\[[^\]]*\(|\()[\s\S]*?\)\]? T[jJ]/g)) {
    if (name !== undefined) font = characters.get(name)
    else pieces.push(readShown(shown, font))
  }
  return pieces.join(" ")
}

function readCharacters(cmap: string): Map<number, string> {
  const characters = new Map<number, string>()
  for (const [, glyph = "", text = ""] of cmap.matchAll(/<([0-9A-F]{4})> <([0-9A-F]+)>/g)) {
    characters.set(Number.parseInt(glyph, 16), Buffer.from(text, "hex").swap16().toString("utf16le"))
  }
  return characters
}

function readShown(shown: string, font: Map<number, string> | undefined): string {
  let text = ""
  for (const [, escaped = ""] of shown.matchAll(/\(((?:\\[\s\S]|[^\\)])*)\)/g)) {
    const bytes = Buffer.from(plainBytes(escaped), "latin1")
    for (let at = 0; at + 1 < bytes.length; at += 2) text += font?.get(bytes.readUInt16BE(at)) ?? ""
  }
  return text
}

const escapes: Record<string, string> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" }

function plainBytes(escaped: string): string {
  return escaped.replaceAll(/\\([0-7]{1,3}|[\s\S])/g, (_, code: string) =>
    /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (escapes[code] ?? code),
  )
}

function readAttachments(objects: Map<string, string>): { name: string; text: string }[] {
  return [...objects.values()]
    .filter((object) => /\/Type \/Filespec/.test(object))
    .map((object) => {
      const file = /\/EF <<[\s\S]*?(\d+ 0) R/.exec(object)?.[1] ?? ""
      const bytes = Buffer.from(streamOf(objects.get(file) ?? ""), "latin1")
      return { name: /\/F \(([^)]*)\)/.exec(object)?.[1] ?? "", text: bytes.toString("utf8") }
    })
}
