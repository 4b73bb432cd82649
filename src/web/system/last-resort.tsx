import { HTTPException } from "hono/http-exception"
import { texts } from "../../platform/language/texts/index.ts"
import type { AnyContext } from "../context.ts"
import { Page, Sheet } from "../ui/index.ts"

/** The page for an address where nothing is, whether nothing ever was or the visitor may not know. */
export function showNotFound(c: AnyContext): Response | Promise<Response> {
  const language = c.var.language ?? "en"
  const words = texts(language).frame
  return c.html(<LastResort c={c} title={words.notFoundTitle} text={words.notFound} />, 404)
}

/** Whatever went wrong is in the log with the request's number; the visitor is told the number and nothing else. */
export function showError(error: Error, c: AnyContext): Response | Promise<Response> {
  if (error instanceof HTTPException && error.status < 500) return error.getResponse()
  c.var.kvit.log.error({ err: error, request: c.var.requestId }, "A request failed.")
  const language = c.var.language ?? "en"
  const words = texts(language).frame
  return c.html(
    <LastResort c={c} title={words.errorTitle} text={words.error} number={c.var.requestId} />,
    500,
  )
}

function LastResort({
  c,
  title,
  text,
  number,
}: {
  c: AnyContext
  title: string
  text: string
  number?: string
}) {
  const language = c.var.language ?? "en"
  const side = c.req.path.startsWith("/portal") ? "portal" : "staff"
  return (
    <Page title={title} language={language} side={side} skip={texts(language).frame.skip}>
      <main id="main" class="wrap" tabindex={-1}>
        <Sheet>
          <div class="stack">
            <h1>{title}</h1>
            <p>{text}</p>
            {number && <p class="soft">{texts(language).shared.requestNumber(number)}</p>}
          </div>
        </Sheet>
      </main>
    </Page>
  )
}
