/**
 * How long a document of 20 lines takes to become a PDF for the first time, where the machine's limit is the same
 * compiler setting one word; and how long the kept one takes to be sent, where it is a bare server sending a row.
 */
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler"
import { renderDocumentPdf } from "../src/domain/documents/pdf/render-document-pdf.ts"
import { importSet } from "../src/domain/exchange/index.ts"
import { makeFonts } from "../src/platform/pdf/fonts.ts"
import { routes } from "../src/routes.ts"
import { manyLines, nordAuto, sampleInvoice } from "../test/sample-documents.ts"
import { type Figure, figure, percentile } from "./figure.ts"
import { type Ground, openGround } from "./ground/open-ground.ts"
import { measureLoad } from "./load/load.ts"
import { cookieOf, startKvit } from "./servers/kvit-server.ts"
import { startBareServer } from "./servers/start-bare.ts"

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
  const first = [0.5, 0.95].map((share) => {
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
  return [...first, await measureStored()]
}

/** The kept PDF as a customer takes it, which is checked, read and recorded; beside its bytes and nothing else. */
async function measureStored(): Promise<Figure> {
  const ground = await openGround(10_000)
  const server = await startKvit(ground.folder)
  try {
    const documentId = await importOne(ground)
    const cookie = cookieOf(await ground.enter())
    const path = routes.portal.documentPdf.to({ id: documentId })
    const made = await fetch(`http://127.0.0.1:${server.port}${path}`, { headers: { cookie } })
    const { length } = new Uint8Array(await made.arrayBuffer())
    if (made.status !== 200) throw new Error(`The PDF was answered with ${made.status}.`)
    const bare = await startBareServer({
      connection: ground.runtime.database.owner,
      query: {
        name: "file",
        text: "select bytes from kvit.document_files where business_id = $1 and document_id = $2 and role = 'pdf'",
        values: [ground.businessId, documentId],
      },
      body: "",
      type: "application/pdf",
      sendRow: true,
    })
    try {
      const times = { kvit: [0], bare: [0] }
      for (let turn = 0; turn < 3; turn += 1) {
        times.kvit[turn] = (await measureLoad({ port: server.port, cookie }, path, alone)).p50
        times.bare[turn] = (await measureLoad({ port: bare.port, cookie }, "/", alone)).p50
      }
      const value = percentile(times.kvit, 0.5)
      const limit = percentile(times.bare, 0.5)
      return figure({
        bench: "pdf",
        figure: `stored, ${Math.round(length / 1000)} kB, against sending such a row, p50`,
        value,
        unit: "ms",
        limit,
        goal: "at most 1.5 times",
        ok: value <= limit * 1.5,
      })
    } finally {
      await bare.stop()
    }
  } finally {
    await server.stop()
    await ground.close()
  }
}

const alone = { connections: 1, seconds: 2 }

async function importOne(ground: Ground): Promise<string> {
  const data = sampleInvoice({ lines: manyLines(20), document: { number: `PDF-${Date.now()}` } })
  const own = { customerId: ground.readerId, billToId: ground.readerId }
  const [imported] = await importSet(ground.system, [
    { from: "bench", data, files: [], remarks: [], source: "ubl", state: "issued", ...own },
  ])
  if (!imported || imported.outcome === "refused") throw new Error("No document was made.")
  return imported.documentId
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
