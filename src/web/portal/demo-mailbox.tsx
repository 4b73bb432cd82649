import { listKeptMails } from "../../domain/notifications/index.ts"
import { createSystemActor } from "../../platform/database/index.ts"
import { formatMoment } from "../../platform/language/index.ts"
import { texts } from "../../platform/language/texts/index.ts"
import type { AnyContext } from "../context.ts"
import { LinkedText, Sheet } from "../ui/index.ts"
import { PortalPage } from "./portal-page.tsx"

const mailsShown = 30

/**
 * `GET /portal/demo/mailbox`: every mail the demo would have sent, with its links, open to whoever tries it. Only
 * in the demo; anywhere else there is no such page.
 */
export async function showDemoMailbox(c: AnyContext): Promise<Response> {
  const { kvit, businessId, language, business } = c.var
  if (kvit.config.env !== "demo") return c.notFound()
  const words = texts(language).mail.demo
  const actor = createSystemActor(kvit, businessId, "page")
  const mails = await listKeptMails(actor, kvit.secrets, mailsShown)
  return c.html(
    <PortalPage c={c} title={words.title}>
      <div class="stack">
        <h1>{words.title}</h1>
        <p class="soft">{mails.length > 0 ? words.intro : words.empty}</p>
        {mails.map(({ at, content }) => (
          <Sheet label={content.subject}>
            <h2>{content.subject}</h2>
            <p class="soft small">
              {words.to} {content.to} · {formatMoment(at, language, business.timeZone)}
            </p>
            <LinkedText text={content.text} />
          </Sheet>
        ))}
      </div>
    </PortalPage>,
  )
}
