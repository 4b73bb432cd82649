/** What we need of a TrueType file (ISO/IEC 14496-22): which characters it draws, and a family name of our own. */

interface Table {
  tag: string
  bytes: Buffer
}

/** The characters the font has a glyph for, from its Unicode `cmap`. */
export function readCoverage(font: Buffer): Set<number> {
  const cmap = readTables(font).find((table) => table.tag === "cmap")?.bytes
  if (cmap === undefined) throw new Error("The font has no cmap table.")
  const covered = new Set<number>()
  for (let index = 0; index < cmap.readUInt16BE(2); index++) {
    const subtable = cmap.subarray(cmap.readUInt32BE(4 + index * 8 + 4))
    const format = subtable.readUInt16BE(0)
    if (format === 4) addSegments(subtable, covered)
    if (format === 12) addGroups(subtable, covered)
  }
  return covered
}

/** Format 4, segments of the Basic Multilingual Plane. */
function addSegments(subtable: Buffer, covered: Set<number>): void {
  const segments = subtable.readUInt16BE(6) / 2
  const word = (offset: number) => subtable.readUInt16BE(offset)
  for (let segment = 0; segment < segments; segment++) {
    const end = word(14 + segment * 2)
    const start = word(16 + (segments + segment) * 2)
    const delta = word(16 + (segments * 2 + segment) * 2)
    const rangeAt = 16 + (segments * 3 + segment) * 2
    const range = word(rangeAt)
    for (let code = start; code <= end && code !== 0xffff; code++) {
      const glyph = range === 0 ? code : word(rangeAt + range + (code - start) * 2)
      if (glyph !== 0 && ((glyph + delta) & 0xffff) !== 0) covered.add(code)
    }
  }
}

/** Format 12, groups of the whole of Unicode. */
function addGroups(subtable: Buffer, covered: Set<number>): void {
  for (let group = 0; group < subtable.readUInt32BE(12); group++) {
    const at = 16 + group * 12
    for (let code = subtable.readUInt32BE(at); code <= subtable.readUInt32BE(at + 4); code++) {
      covered.add(code)
    }
  }
}

/**
 * The same font under another family name. With a name nobody else uses, a font that happens to be
 * installed on the machine is never taken for ours.
 */
export function renameFamily(font: Buffer, family: string): Buffer {
  const names = writeNames(family)
  const tables = readTables(font).map((table) => (table.tag === "name" ? { ...table, bytes: names } : table))
  return writeTables(font.readUInt32BE(0), tables)
}

function readTables(font: Buffer): Table[] {
  return Array.from({ length: font.readUInt16BE(4) }, (_, index) => {
    const at = 12 + index * 16
    const offset = font.readUInt32BE(at + 8)
    return {
      tag: font.toString("latin1", at, at + 4),
      bytes: Buffer.from(font.subarray(offset, offset + font.readUInt32BE(at + 12))),
    }
  })
}

/** Family, style, full and PostScript name (ids 1, 2, 4, 6), for Windows in UTF-16. */
function writeNames(family: string): Buffer {
  const names: [number, string][] = [
    [1, family],
    [2, "Regular"],
    [4, family],
    [6, family.replaceAll(" ", "-")],
  ]
  const header = Buffer.alloc(6 + names.length * 12)
  header.writeUInt16BE(names.length, 2)
  header.writeUInt16BE(header.length, 4)
  const texts: Buffer[] = []
  let offset = 0
  for (const [index, [id, name]] of names.entries()) {
    const text = Buffer.from(name, "utf16le").swap16()
    const record = [3, 1, 0x0409, id, text.length, offset]
    for (const [position, value] of record.entries()) {
      header.writeUInt16BE(value, 6 + index * 12 + position * 2)
    }
    texts.push(text)
    offset += text.length
  }
  return Buffer.concat([header, ...texts])
}

function writeTables(version: number, tables: Table[]): Buffer {
  const power = 2 ** Math.floor(Math.log2(tables.length))
  const directory = Buffer.alloc(12 + tables.length * 16)
  directory.writeUInt32BE(version, 0)
  for (const [position, value] of [
    tables.length,
    power * 16,
    Math.log2(power),
    (tables.length - power) * 16,
  ].entries()) {
    directory.writeUInt16BE(value, 4 + position * 2)
  }
  const bodies: Buffer[] = []
  let offset = directory.length
  for (const [index, { tag, bytes }] of tables.entries()) {
    const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
    const at = 12 + index * 16
    directory.write(tag, at, "latin1")
    directory.writeUInt32BE(checksum(padded), at + 4)
    directory.writeUInt32BE(offset, at + 8)
    directory.writeUInt32BE(bytes.length, at + 12)
    bodies.push(padded)
    offset += padded.length
  }
  return Buffer.concat([directory, ...bodies])
}

function checksum(padded: Buffer): number {
  let sum = 0
  for (let at = 0; at < padded.length; at += 4) sum = (sum + padded.readUInt32BE(at)) >>> 0
  return sum
}
