/** Small pictures, made by hand: their parts are there, their pixels do not matter. */
import { crc32 } from "node:zlib"

export function pngChunk(type: string, data: string | Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), Buffer.from(data)])
  const frame = Buffer.alloc(4)
  frame.writeUInt32BE(body.length - 4)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([frame, body, check])
}

/** One green pixel, unless told to be larger. */
export function pngLogo(
  choices: { width?: number; height?: number; more?: Buffer[]; tail?: string } = {},
): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0])
  header.writeUInt32BE(choices.width ?? 1, 0)
  header.writeUInt32BE(choices.height ?? 1, 4)
  const pixels = Buffer.from("789c6360d8ef0100012300d9", "hex")
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    pngChunk("IHDR", header),
    ...(choices.more ?? []),
    pngChunk("IDAT", pixels),
    pngChunk("IEND", ""),
    Buffer.from(choices.tail ?? ""),
  ])
}

export function jpegLogo(
  choices: { width?: number; exif?: string; comment?: string; tail?: string } = {},
): Buffer {
  const segment = (marker: number, data: string | Buffer) => {
    const body = Buffer.from(data)
    const head = Buffer.from([0xff, marker, 0, 0])
    head.writeUInt16BE(body.length + 2, 2)
    return Buffer.concat([head, body])
  }
  const frame = Buffer.from([8, 0, 1, 0, 0, 1, 1, 0x11, 0])
  frame.writeUInt16BE(choices.width ?? 1, 3)
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, "JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
    ...(choices.exif ? [segment(0xe1, choices.exif)] : []),
    ...(choices.comment ? [segment(0xfe, choices.comment)] : []),
    segment(0xc0, frame),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0x12, 0x34, 0xff, 0x00, 0x56, 0xff, 0xd9]),
    Buffer.from(choices.tail ?? ""),
  ])
}
