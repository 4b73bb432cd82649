import { Hono } from "hono"
import { expect, test } from "vitest"
import { PdfError } from "../../platform/pdf/index.ts"
import type { BaseVariables } from "../context.ts"
import { securityHeaders } from "./headers.ts"
import { contentDisposition, sendFile, sendFileProblem } from "./send-file.ts"

async function answer(file: { fileName: string; mediaType?: string; bytes?: string }) {
  const app = new Hono<{ Variables: BaseVariables }>()
  app.use(securityHeaders)
  const bytes = Buffer.from(file.bytes ?? "%PDF-1.7 æøå")
  app.get("/file", (c) =>
    sendFile(
      c,
      { fileName: file.fileName, mediaType: file.mediaType ?? "application/pdf", bytes },
      "attachment",
    ),
  )
  const response = await app.request("/file")
  return { response, sent: Buffer.from(await response.arrayBuffer()), bytes }
}

test("a file is sent byte for byte, as exactly what it is, with nothing allowed in it and kept by nobody", async () => {
  const { response, sent, bytes } = await answer({ fileName: "invoice-10042.pdf" })
  expect(sent.equals(bytes)).toBe(true)
  expect(response.headers.get("Content-Type")).toBe("application/pdf")
  expect(response.headers.get("Content-Length")).toBe(String(bytes.length))
  expect(response.headers.get("Content-Disposition")).toBe(
    `attachment; filename="invoice-10042.pdf"; filename*=UTF-8''invoice-10042.pdf`,
  )
  expect(response.headers.get("Content-Security-Policy")).toBe("default-src 'none'; frame-ancestors 'none'")
  expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff")
  expect(response.headers.get("Cache-Control")).toBe("no-store")
  expect(response.headers.get("Cross-Origin-Resource-Policy")).toBe("same-origin")
})

test("a media type that is none is sent as bytes to keep, not to show", async () => {
  for (const mediaType of ["text/html\r\nX-Evil: 1", "text/html, text/plain", "", "æ/ø", "text/html;q=1"]) {
    const { response } = await answer({ fileName: "a.bin", mediaType })
    expect(response.headers.get("Content-Type")).toBe("application/octet-stream")
    expect(response.headers.get("X-Evil")).toBeNull()
  }
})

const hostileNames = [
  "invoice\r\nSet-Cookie: kvit=stolen.pdf",
  `"; filename="evil.exe`,
  "../../../etc/passwd",
  "..\\..\\Windows\\System32\\evil.dll",
  "invoice\u202efdp.exe",
  "invoice\u0000.pdf",
  "50% off%22.pdf",
  "naïve; attachment.pdf",
  "Ærø Ødegård Åse 10042.pdf",
  "请款单.pdf",
  "\ud800broken.pdf",
  "a'(b)*c.pdf",
  `${"long".repeat(100)}.pdf`,
  "...",
  "",
]

test("whatever a document is called, its file's name is one header with a plain and an encoded name", async () => {
  for (const fileName of hostileNames) {
    const { response } = await answer({ fileName })
    const header = response.headers.get("Content-Disposition") ?? ""
    expect(header).toMatch(
      /^attachment; filename="[ !#$&-:<-[\]-~]+"; filename\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]+$/,
    )
    expect(response.headers.get("Set-Cookie")).toBeNull()
    const name = decodeURIComponent(header.split("UTF-8''")[1] ?? "")
    expect(name).not.toMatch(/[/\\\p{Cc}\p{Cf}"]/u)
    expect(name).not.toMatch(/^\./)
    expect(name.length).toBeLessThanOrEqual(150)
  }
})

test("a name keeps what it can of itself", () => {
  expect(contentDisposition("attachment", "Faktura Ærø 10042.pdf")).toBe(
    `attachment; filename="Faktura AEro 10042.pdf"; filename*=UTF-8''Faktura%20%C3%86r%C3%B8%2010042.pdf`.replace(
      "AEro",
      "Aeroe",
    ),
  )
  expect(contentDisposition("inline", "../a/b.pdf")).toBe(`inline; filename="b.pdf"; filename*=UTF-8''b.pdf`)
  expect(contentDisposition("attachment", "invoice\u202efdp.exe")).toContain(`filename="invoicefdp.exe"`)
  expect(contentDisposition("attachment", `${"x".repeat(300)}.pdf`)).toMatch(/xx\.pdf"/)
  expect(contentDisposition("attachment", "")).toContain(`filename="file"`)
})

async function problem(error: unknown, language: "da" | "en") {
  const app = new Hono<{ Variables: BaseVariables }>()
  const logged: unknown[] = []
  app.use(async (c, next) => {
    c.set("language", language)
    c.set("requestId", "r1")
    c.set("kvit", {
      log: { error: (line: unknown) => logged.push(line) },
    } as unknown as BaseVariables["kvit"])
    await next()
  })
  app.onError(() => new Response("thrown on", { status: 500 }))
  app.get("/file", (c) => sendFileProblem(c, error))
  const response = await app.request("/file")
  return { response, text: await response.text(), logged }
}

test("a PDF that cannot be made now is a page in plain words, and the cause is only in the log", async () => {
  const { response, text, logged } = await problem(new PdfError("busy", "worker 3 of 4 at /srv/kvit"), "en")
  expect(response.status).toBe(503)
  expect(response.headers.get("Retry-After")).toBe("30")
  expect(text).toContain("The PDF is not ready just now. Try again in a moment.")
  expect(text).not.toContain("/srv/kvit")
  expect(logged).toHaveLength(1)
  expect((await problem(new PdfError("busy", "x"), "da")).text).toContain("PDF&#39;en er ikke klar")
})

test("any other error is not the file's business", async () => {
  expect((await problem(new TypeError("broken"), "en")).response.status).toBe(500)
})
