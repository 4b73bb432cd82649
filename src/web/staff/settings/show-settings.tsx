import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Icon, type IconName, PageHead } from "../../ui/index.ts"
import { StaffPage } from "../staff-page.tsx"
import { wordsOf } from "./settings-page.tsx"

interface Section {
  href: string
  icon: IconName
  words: readonly string[]
}

/** `GET /settings`: what can be set, a line each. */
export function showSettings(c: StaffContext): Response | Promise<Response> {
  const words = wordsOf(c).settings
  const { sections } = words
  const { staff } = routes
  const portal: Section[] =
    c.var.kvit.config.edition === "desktop"
      ? []
      : [{ href: staff.portalTokens.to(), icon: "key-round", words: sections.tokens }]
  const list: Section[] = [
    { href: staff.businessSettings.to(), icon: "landmark", words: sections.business },
    { href: staff.featureSettings.to(), icon: "settings", words: sections.features },
    { href: staff.portalSettings.to(), icon: "globe", words: sections.portal },
    ...portal,
    { href: staff.emailSettings.to(), icon: "mail", words: wordsOf(c).mail.settings.section },
    { href: staff.mobilePaySettings.to(), icon: "smartphone", words: wordsOf(c).mobilePaySettings.section },
    { href: staff.staffMembers.to(), icon: "users", words: sections.staff },
    { href: staff.account.to(), icon: "user-round", words: sections.account },
  ]
  return c.html(
    <StaffPage c={c} title={words.title} section="settings">
      <PageHead title={words.title} />
      <ul class="sections">
        {list.map(({ href, icon, words: [title, text] }) => (
          <li>
            <Icon name={icon} />
            <div>
              <a href={href}>{title}</a>
              <p class="soft small">{text}</p>
            </div>
            <Icon name="arrow-right" />
          </li>
        ))}
      </ul>
    </StaffPage>,
  )
}
