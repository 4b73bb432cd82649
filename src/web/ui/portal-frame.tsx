import type { PropsWithChildren } from "hono/jsx"
import { Icon } from "./icon.tsx"
import { remembered } from "./remembered.ts"

export interface NavItem {
  href: string
  text: string
  /** Whether this is the page shown, or the section it lies in. */
  current?: boolean | undefined
}

export interface Business {
  name: string
  /** Address of the logo; without one the name's first letter stands on the accent. */
  logo?: string | undefined
  /** Where the mark leads. */
  home: string
}

export interface Contact {
  /** Lines of the postal address. */
  address?: readonly string[] | undefined
  phone?: string | undefined
  mail?: string | undefined
}

export type PortalFrameProps = PropsWithChildren<{
  business: Business
  contact: Contact
  nav: readonly NavItem[]
  /** The last of the navigation, for those who are let in: a form's button, since it changes something. */
  signOut?: { action: string; text: string } | undefined
  /** Words of the navigation: its name, and the button that opens it on a phone. */
  texts: { nav: string; menu: string; languages: string }
  /** Address of this page in each language. `text` is the language's own name. */
  languages: readonly { code: string; text: string; href: string; current?: boolean | undefined }[]
  /** Terms, privacy and the like. */
  links?: readonly NavItem[] | undefined
}>

/** What surrounds each page of the portal: whose it is, where to go, how to reach a person. */
export function PortalFrame(props: PortalFrameProps) {
  const { business, contact, nav, signOut, texts, languages, links } = props
  return (
    <div class="wrap">
      <Masthead business={business} nav={nav} signOut={signOut} texts={texts} />
      <main id="main" tabindex={-1}>
        {props.children}
      </main>
      <Footer business={business} contact={contact} languages={languages} links={links} texts={texts} />
    </div>
  )
}

const Masthead = remembered(
  ({ business, nav, signOut, texts }: Pick<PortalFrameProps, "business" | "nav" | "signOut" | "texts">) => (
    <header class="masthead">
      <BusinessMark business={business} />
      {nav.length > 0 && (
        <>
          <nav class="nav-wide" aria-label={texts.nav}>
            <NavLinks items={nav} />
            <SignOut signOut={signOut} />
          </nav>
          <details class="menu nav-phone">
            <summary>
              <Icon name="menu" />
              {texts.menu}
            </summary>
            <nav aria-label={texts.nav}>
              <NavLinks items={nav} />
              <SignOut signOut={signOut} />
            </nav>
          </details>
        </>
      )}
    </header>
  ),
)

function SignOut({ signOut }: Pick<PortalFrameProps, "signOut">) {
  if (!signOut) return null
  return (
    <form method="post" action={signOut.action}>
      <button type="submit" class="menu-button">
        {signOut.text}
      </button>
    </form>
  )
}

export function BusinessMark({ business }: { business: Business }) {
  const initial = Array.from(business.name.trim())[0] ?? ""
  return (
    <a class="business" href={business.home}>
      {business.logo ? (
        <img class="logo" src={business.logo} alt="" />
      ) : (
        <span class="mark" aria-hidden="true">
          {initial.toLocaleUpperCase()}
        </span>
      )}
      <span>{business.name}</span>
    </a>
  )
}

export function NavLinks({ items }: { items: readonly NavItem[] }) {
  return (
    <>
      {items.map((item) => (
        <a href={item.href} aria-current={item.current ? "page" : undefined}>
          {item.text}
        </a>
      ))}
    </>
  )
}

type FooterProps = Pick<PortalFrameProps, "business" | "contact" | "languages" | "links" | "texts">

const Footer = remembered(({ business, contact, languages, links = [], texts }: FooterProps) => {
  return (
    <footer class="footer">
      <div>
        <strong>{business.name}</strong>
        {contact.address && <div>{contact.address.join(", ")}</div>}
        <ul>
          {contact.phone && (
            <li>
              <a href={`tel:${contact.phone.replace(/[^+\d]/g, "")}`}>{contact.phone}</a>
            </li>
          )}
          {contact.mail && (
            <li>
              <a href={`mailto:${contact.mail}`}>{contact.mail}</a>
            </li>
          )}
        </ul>
      </div>
      <div>
        {links.length > 0 && (
          <ul>
            {links.map((link) => (
              <li>
                <a href={link.href}>{link.text}</a>
              </li>
            ))}
          </ul>
        )}
        {languages.length > 1 && (
          <nav aria-label={texts.languages}>
            <ul>
              {languages.map((language) => (
                <li>
                  <a
                    href={language.href}
                    lang={language.code}
                    hreflang={language.code}
                    aria-current={language.current ? "true" : undefined}
                  >
                    {language.text}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )}
      </div>
    </footer>
  )
})
