import type { PropsWithChildren } from "hono/jsx"
import { texts } from "../../platform/language/texts/index.ts"
import { routes } from "../../routes.ts"
import type { AnyContext } from "../context.ts"
import { BusinessMark, Page } from "../ui/index.ts"

/** A page for those who are not in yet: one card, whose it is, and the other language. */
export function AccessPage({ c, title, children }: PropsWithChildren<{ c: AnyContext; title: string }>) {
  const { language } = c.var
  const isSetUp = c.var.businessId !== ""
  const other = language === "da" ? "en" : "da"
  const { pathname, searchParams } = new URL(c.req.url)
  const query = new URLSearchParams(searchParams)
  query.set("language", other)
  return (
    <Page
      title={`${title} – Kvit`}
      language={language}
      side="staff"
      skip={texts(language).frame.skip}
      brandStylesheet={isSetUp ? routes.staff.brand.to() : undefined}
    >
      <div class="wrap">
        <header class="masthead">
          <BusinessMark
            business={{ name: isSetUp ? c.var.business.name : "Kvit", home: routes.staff.home.to() }}
          />
        </header>
        <main id="main" class="narrow stack" tabindex={-1}>
          {children}
          <p class="small">
            <a href={`${pathname}?${query}`} lang={other} hreflang={other}>
              {texts(language).shared.languageNames[other]}
            </a>
          </p>
        </main>
      </div>
    </Page>
  )
}

/** Hands the browser the cookies of the staff accounts. */
export function setCookies(c: AnyContext, lines: readonly string[]): void {
  for (const line of lines) c.header("Set-Cookie", line, { append: true })
}
