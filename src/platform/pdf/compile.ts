import { existsSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler"
import { type Fonts, readCoverages } from "./fonts.ts"
import { PdfError, type PdfImage, type PdfJob } from "./pdf-job.ts"
import { toPrintable, toPrintableValues } from "./printable.ts"

export type Compile = (job: PdfJob) => Uint8Array

const mostImageBytes = 2_000_000

/**
 * A compiler that may read `pdf-templates/` and what the job carries, and nothing else: values go in as a
 * JSON file that exists in memory only, so no text of a document is ever a path, an address or markup.
 * It can fetch packages only where a template imports one, and none does (`templates.test.ts`).
 */
export function createCompile(fonts: Fonts): Compile {
  const workspace = findTemplates()
  const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs: fonts.files }] })
  const covered = readCoverages(fonts.files)
  return (job) => {
    const place = (name: string, bytes: Uint8Array) =>
      compiler.mapShadow(join(workspace, "job", name), Buffer.from(bytes))
    try {
      place("job.json", Buffer.from(JSON.stringify(toTemplate(job, covered, fonts.families))))
      for (const [name, image] of Object.entries(job.images)) place(imageFile(name, image), image.bytes)
      for (const [index, { bytes }] of job.attachments.entries()) place(`attachment-${index}`, bytes)
      return compileFile(compiler, join(workspace, `${job.template}.typ`), job)
    } finally {
      compiler.resetShadow()
      // What the document before this one used goes. The templates stay parsed, which saves a fifth of the time.
      compiler.evictCache(1)
    }
  }
}

function toTemplate(job: PdfJob, covered: ReadonlySet<number>, families: string[]) {
  const [year, month, day] = job.date.split("-").map(Number)
  const text = (value: string) => toPrintable(value, covered)
  return {
    title: text(job.title),
    author: text(job.author),
    language: job.language,
    date: { year, month, day },
    families,
    values: toPrintableValues(job.values, covered),
    images: Object.fromEntries(
      Object.entries(job.images).map(([name, image]) => [name, `/job/${imageFile(name, image)}`]),
    ),
    attachments: job.attachments.map((attachment, index) => ({
      bytes: `/job/attachment-${index}`,
      name: toFileName(text(attachment.name)),
      mediaType: attachment.mediaType,
      description: text(attachment.description),
      relationship: attachment.relationship,
    })),
  }
}

function compileFile(compiler: NodeCompiler, mainFilePath: string, job: PdfJob): Uint8Array {
  try {
    // In one call: a document handed to JavaScript in between stays in native memory until it is collected.
    const pdf = compiler.pdf(
      { mainFilePath },
      {
        pdfStandard: job.standard ?? "a-3a",
        // The template sets the document's date; were it to forget, the bytes still do not tell the time.
        creationTimestamp: Date.parse(`${job.date}T00:00:00Z`) / 1000,
      },
    )
    return new Uint8Array(pdf)
  } catch (error) {
    throw new PdfError("refused", explain(error))
  }
}

/** The binding gives its reason as the error's `code`. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return "code" in error && error.message === "" ? String(error.code) : error.message
}

/** The bytes must be what they are called: the decoders of other formats are never reached. */
function imageFile(name: string, image: PdfImage): string {
  const isPng = startsWith(image.bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const isJpeg = startsWith(image.bytes, [0xff, 0xd8, 0xff])
  const isAsCalled = image.mediaType === "image/png" ? isPng : isJpeg
  if (!isAsCalled) throw new PdfError("refused", `The image "${name}" is not ${image.mediaType}.`)
  if (image.bytes.length > mostImageBytes) throw new PdfError("refused", `The image "${name}" is over 2 MB.`)
  return `${name}.${isPng ? "png" : "jpg"}`
}

function startsWith(bytes: Uint8Array, magic: number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte)
}

/** A name that no file system reads as a path. */
function toFileName(name: string): string {
  const plain = name.replaceAll(/[\\/:*?"<>|\n]/g, "-").replace(/^\.+/, "")
  return plain.slice(0, 120) || "attachment"
}

/** Beside the sources, and beside the folder of the built server. */
function findTemplates(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const templates = join(folder, "pdf-templates")
    if (existsSync(join(templates, "document.typ"))) return templates
    if (folder === dirname(folder)) throw new Error("The folder pdf-templates is missing.")
  }
}
