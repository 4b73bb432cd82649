import type { DocumentDetail } from "../../../domain/documents/index.ts"
import { chooseRecipient, type Recipient } from "../../../domain/sharing/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Button, Card } from "../../ui/index.ts"

interface SharingCardProps {
  c: StaffContext
  detail: DocumentDetail
  recipients: readonly Recipient[]
}

/** Getting this document to its customer: at once, by a copied link, as staff choose, or by a written mail. */
export function SharingCard({ c, detail, recipients }: SharingCardProps) {
  const words = texts(c.var.language).sharing
  const { id } = detail
  if (detail.state === "draft" || c.var.actor.role === "read_only") return null
  const first = chooseRecipient(recipients)
  return (
    <Card title={words.title} id="sharing">
      <p class="soft">{first ? words.shareWith(first.name) : words.nobody}</p>
      <div class="actions">
        {first && (
          <form method="post" action={routes.staff.documentShare.to({ id })}>
            <Button icon="mail">{words.share}</Button>
          </form>
        )}
        <form method="post" action={routes.staff.documentLinks.to({ id })}>
          <Button icon="copy">{words.copyLink}</Button>
        </form>
        {first && <Button href={routes.staff.documentSend.to({ id })}>{words.send[detail.kind]}</Button>}
        <Button kind="plain" href={routes.staff.documentSharing.to({ id })}>
          {words.choose}
        </Button>
      </div>
    </Card>
  )
}
