import type { Language } from "../../platform/language/index.ts"
import { texts } from "../../platform/language/texts/index.ts"
import { Page } from "./page.tsx"
import { Sheet } from "./sheet.tsx"

/** Says that a PDF cannot be made just now, and that trying again is all there is to do. */
export function FileNotReady({ language, side }: { language: Language; side: "portal" | "staff" }) {
  const words = texts(language).document
  return (
    <Page title={words.busyTitle} language={language} side={side} skip={texts(language).frame.skip}>
      <main id="main" class="wrap" tabindex={-1}>
        <Sheet>
          <h1>{words.busyTitle}</h1>
          <p>{words.busy}</p>
        </Sheet>
      </main>
    </Page>
  )
}
