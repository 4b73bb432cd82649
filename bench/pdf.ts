/**
 * How long a document of 20 lines takes to become a PDF for the first time. The machine's limit is the same
 * compiler setting one word.
 */
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler"
import { renderDocumentPdf } from "../src/domain/documents/pdf/render-document-pdf.ts"
import { makeFonts } from "../src/platform/pdf/fonts.ts"
import { manyLines, nordAuto, sampleInvoice } from "../test/sample-documents.ts"
import { type Figure, figure, percentile } from "./figure.ts"

const rounds = 100
const goalMs = 25

export async function run(): Promise<Figure[]> {
  const fonts = await makeFonts()
  const compiler = NodeCompiler.create({ fontArgs: [{ fontBlobs: fonts.files }] })
  const families = JSON.stringify(fonts.families).slice(1, -1)
  const documents: number[] = []
  const words: number[] = []
  await setDocument(0) // The worker starts.
  for (let round = 1; round <= rounds; round++) {
    documents.push(await timeOf(() => setDocument(round)))
    words.push(await timeOf(() => setWord(compiler, families, round)))
  }
  return [0.5, 0.95].map((share) => {
    const value = percentile(documents, share)
    return figure({
      bench: "pdf",
      figure: `20 lines, first time, p${share * 100}`,
      value,
      unit: "ms",
      limit: percentile(words, share),
      goal: `at most ${goalMs} ms`,
      ok: value <= goalMs,
    })
  })
}

/** Another number each time, so that nothing is the same as before. */
function setDocument(round: number): Promise<Uint8Array> {
  const data = sampleInvoice({ lines: manyLines(20), document: { number: String(10_000 + round) } })
  return renderDocumentPdf({ data, branding: nordAuto, language: "da" })
}

function setWord(compiler: NodeCompiler, families: string, round: number): void {
  const page = '#set document(title: "word")\n#set page(paper: "a4")'
  compiler.pdf(
    { mainFileContent: `${page}\n#set text(font: (${families}), fallback: false)\nword${round}` },
    { pdfStandard: "a-3a", creationTimestamp: 0 },
  )
  compiler.evictCache(0)
}

async function timeOf(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
