import type { StaffContext } from "../../../context.ts"
import { Card, CopyButton, Notice } from "../../../ui/index.ts"
import { wordsOf } from "../settings-page.tsx"

export interface LinkToCopy {
  address: string
  customerName: string
  expiresOn: string
}

/** A portal link to copy. One press marks all of it where there is no JavaScript. */
export function LinkCard(props: { c: StaffContext; link: LinkToCopy; portalEnabled: boolean }) {
  const { portalTokens, shared } = wordsOf(props.c)
  const { link, portalEnabled } = props
  const words = portalTokens.link
  return (
    <Card title={words.title(link.customerName)} id="link">
      <div class="secret">
        <output aria-label={words.label}>{link.address}</output>
        <CopyButton value={link.address} texts={shared.copy} label={`${shared.copy.copy}: ${words.label}`} />
      </div>
      <p class="soft small">{words.note(link.expiresOn)}</p>
      {!portalEnabled && <Notice kind="warning">{words.portalOff}</Notice>}
    </Card>
  )
}
