import type { PropsWithChildren } from "hono/jsx"
import { maySeeStatement } from "../../domain/statements/index.ts"
import { texts } from "../../platform/language/texts/index.ts"
import { routes } from "../../routes.ts"
import type { AnyContext, PortalContext } from "../context.ts"
import { brandVersion } from "../ui/brand.ts"
import { Notice, Page, type PageProps, PortalFrame } from "../ui/index.ts"

interface PortalPageProps {
  c: AnyContext
  title: string
  /** The address of the page, where it is the answer to a form that was sent elsewhere. */
  here?: string | undefined
  /** Reads itself again after so many seconds, where there is no JavaScript. */
  refreshSeconds?: number | undefined
  /** Goes on at once. */
  goesOn?: PageProps["goesOn"]
  /** Given once somebody is let in: the pages they may go to. */
  section?: "home" | "documents" | "statement" | "sessions" | undefined
  /** Who is let in; none on pages outside. */
  customers?: readonly OwnCustomer[] | undefined
}

/** A page of the portal: whose it is, where to go, and what stands on it. */
export function PortalPage({
  c,
  title,
  section,
  customers = [],
  here,
  refreshSeconds,
  goesOn,
  children,
}: PropsWithChildren<PortalPageProps>) {
  const { business, language } = c.var
  const words = texts(language).portal
  const shared = texts(language).shared
  const previewOf = isPreview(c) ? customers.map((customer) => customer.name).join(", ") : ""
  const nav = !section
    ? []
    : isByDocumentLink(c)
      ? [{ text: texts(language).portalLinks.seeAll, href: routes.portal.signIn.to() }]
      : [
          { text: words.home, href: routes.portal.home.to(), current: section === "home" },
          { text: words.documents, href: routes.portal.documents.to(), current: section === "documents" },
          ...(isStatementShown(c)
            ? [
                {
                  text: texts(language).statement.nav,
                  href: routes.portal.statement.to(),
                  current: section === "statement",
                },
              ]
            : []),
        ]
  return (
    <Page
      title={`${title} – ${business.name}`}
      language={language}
      side="portal"
      skip={words.skip}
      refreshSeconds={refreshSeconds}
      goesOn={goesOn}
      brandStylesheet={routes.portal.brand.to({ v: brandVersion(business.accent) })}
    >
      <PortalFrame
        business={{
          name: business.name,
          home: routes.portal.home.to(),
          logo: business.hasLogo ? routes.portal.logo.to() : undefined,
        }}
        contact={{
          address: business.addressLines,
          phone: business.phone ?? undefined,
          mail: business.email ?? undefined,
        }}
        nav={nav}
        signOut={
          section && {
            action: routes.portal.signOut.to(),
            text: previewOf ? words.endPreview : words.signOut,
          }
        }
        texts={{ nav: words.nav, menu: words.menu, languages: words.languages }}
        languages={(["da", "en"] as const).map((code) => ({
          code,
          text: shared.languageNames[code],
          href: languageLink(here ? new URL(here, c.req.url) : new URL(c.req.url), code),
          current: code === language,
        }))}
        links={[
          ...(section
            ? [{ text: texts(language).portalSignIn.sessions, href: routes.portal.sessions.to() }]
            : []),
          ...(business.termsUrl ? [{ text: words.terms, href: business.termsUrl }] : []),
          ...(business.privacyUrl ? [{ text: words.privacy, href: business.privacyUrl }] : []),
        ]}
      >
        {previewOf && <Notice kind="info">{words.preview(previewOf)}</Notice>}
        {children}
      </PortalFrame>
    </Page>
  )
}

/** The same page in another language: its own address with `language` put in. Secrets in addresses are not repeated. */
function languageLink(url: URL, code: string): string {
  // Only the query: the browser puts it behind the address it is at.
  if (url.pathname.startsWith("/portal/sign-in/link/")) return `?language=${code}`
  if (/^\/portal\/[pds]\//.test(url.pathname)) return `${routes.portal.home.path}?language=${code}`
  url.searchParams.set("language", code)
  return `${url.pathname}${url.search}`
}

/** Whether a member of staff looks as the customer. */
function isPreview(c: AnyContext): boolean {
  return "actor" in c.var && (c as PortalContext).var.actor.way === "preview"
}

function isStatementShown(c: AnyContext): boolean {
  return "actor" in c.var && maySeeStatement((c as PortalContext).var.actor)
}

/** Whether the visitor was let in for single documents only. */
function isByDocumentLink(c: AnyContext): boolean {
  return "actor" in c.var && (c as PortalContext).var.actor.way === "document"
}

export interface OwnCustomer {
  id: string
  name: string
  kind: string
}

/** The customers the visitor is let in for, by name. */
export async function findOwnCustomers(c: PortalContext): Promise<OwnCustomer[]> {
  const { actor } = c.var
  return actor.transaction((db) =>
    db
      .selectFrom("customers")
      .select(["id", "name", "kind"])
      .where("business_id", "=", actor.businessId)
      .where("id", "in", [...actor.customerIds])
      .orderBy("name")
      .execute(),
  )
}

/** The same where the page names them: for staff who look as the customer, and for those let in for several. */
export async function findNamedCustomers(c: PortalContext): Promise<OwnCustomer[]> {
  return isPreview(c) || c.var.actor.customerIds.length > 1 ? findOwnCustomers(c) : []
}
