import type { PropsWithChildren } from "hono/jsx"
import { texts } from "../../platform/language/texts/index.ts"
import { routes } from "../../routes.ts"
import type { StaffContext } from "../context.ts"
import { brandVersion } from "../ui/brand.ts"
import { Page, StaffFrame } from "../ui/index.ts"

export type StaffSection =
  | "home"
  | "customers"
  | "documents"
  | "payments"
  | "activity"
  | "settings"
  | "account"

/** A page of the staff workplace: its title, the section it lies in, and what stands on it. */
export function StaffPage({
  c,
  title,
  section,
  children,
}: PropsWithChildren<{ c: StaffContext; title: string; section: StaffSection }>) {
  const { language, actor, business } = c.var
  const words = texts(language).frame
  const item = (
    text: string,
    href: string,
    of: StaffSection,
    icon: "house" | "users" | "file-text" | "credit-card" | "activity" | "settings",
  ) => ({
    text,
    href,
    icon,
    current: section === of,
  })
  return (
    <Page
      title={`${title} – Kvit`}
      language={language}
      side="staff"
      skip={words.skip}
      brandStylesheet={routes.staff.brand.to({ v: brandVersion(business.accent) })}
    >
      <StaffFrame
        business={{
          name: business.name,
          logo: business.hasLogo ? routes.staff.logo.to() : undefined,
          home: routes.staff.home.to(),
        }}
        nav={[
          item(words.home, routes.staff.home.to(), "home", "house"),
          item(words.customers, routes.staff.customers.to(), "customers", "users"),
          item(words.documents, routes.staff.documents.to(), "documents", "file-text"),
          item(words.payments, routes.staff.payments.to(), "payments", "credit-card"),
          item(words.activity, routes.staff.activity.to(), "activity", "activity"),
          item(words.settings, routes.staff.settings.to(), "settings", "settings"),
        ]}
        user={{
          name: actor.name,
          links: [
            { text: words.account, href: routes.staff.account.to() },
            language === "da"
              ? { text: "English", href: "?language=en" }
              : { text: "Dansk", href: "?language=da" },
          ],
          signOut: { action: routes.staff.signOut.to(), text: words.signOut },
        }}
        texts={{ nav: words.nav, menu: words.menu, user: words.user }}
      >
        {children}
      </StaffFrame>
    </Page>
  )
}
