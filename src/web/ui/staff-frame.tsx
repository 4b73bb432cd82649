import type { Child, PropsWithChildren } from "hono/jsx"
import { Icon, type IconName } from "./icon.tsx"
import { type Business, BusinessMark, type NavItem, NavLinks } from "./portal-frame.tsx"

export interface StaffNavItem extends NavItem {
  icon: IconName
  /** A short word or figure that asks for attention, such as unread messages. */
  badge?: string | undefined
}

export type StaffFrameProps = PropsWithChildren<{
  business: Business
  nav: readonly StaffNavItem[]
  /** Who is signed in; links of the menu behind the name. */
  user: { name: string; links: readonly NavItem[]; signOut?: { action: string; text: string } | undefined }
  texts: { nav: string; menu: string; user: string }
  /** Usually a `SearchField`. */
  search?: Child
}>

/** What surrounds each staff page: a rail of sections, the search, and who is signed in. */
export function StaffFrame(props: StaffFrameProps) {
  return (
    <div class="desk">
      <nav class="rail" aria-label={props.texts.nav}>
        <BusinessMark business={props.business} />
        <div class="rail-links">
          <StaffLinks items={props.nav} />
        </div>
      </nav>
      <div>
        <nav class="desk-phone" aria-label={props.texts.nav}>
          <BusinessMark business={props.business} />
          <details class="menu">
            <summary>
              <Icon name="menu" />
              {props.texts.menu}
            </summary>
            <div>
              <StaffLinks items={props.nav} />
            </div>
          </details>
        </nav>
        <header class="desk-top">
          {props.search}
          <UserMenu user={props.user} label={props.texts.user} />
        </header>
        <main id="main" class="desk-main" tabindex={-1}>
          {props.children}
        </main>
      </div>
    </div>
  )
}

/** A staff page's heading with its actions beside it. */
export function PageHead({ title, children }: PropsWithChildren<{ title: string }>) {
  return (
    <div class="page-head">
      <h1>{title}</h1>
      {children && <div class="actions">{children}</div>}
    </div>
  )
}

function StaffLinks({ items }: { items: readonly StaffNavItem[] }) {
  return (
    <>
      {items.map((item) => (
        <a href={item.href} aria-current={item.current ? "page" : undefined}>
          <Icon name={item.icon} />
          {item.text}
          {item.badge && <span class="nav-count">{item.badge}</span>}
        </a>
      ))}
    </>
  )
}

function UserMenu({ user, label }: { user: StaffFrameProps["user"]; label: string }) {
  return (
    <details class="menu user">
      <summary aria-label={`${label}: ${user.name}`}>
        <Icon name="user-round" />
        <span class="user-name">{user.name}</span>
      </summary>
      <div>
        <NavLinks items={user.links} />
        {user.signOut && (
          <form method="post" action={user.signOut.action}>
            <button type="submit" class="menu-button">
              <Icon name="log-out" />
              {user.signOut.text}
            </button>
          </form>
        )}
      </div>
    </details>
  )
}
