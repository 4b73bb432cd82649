import {
  findMail,
  findMailContent,
  type MailContent,
  type MailLine,
  sendMailAgain,
} from "../../../domain/notifications/index.ts"
import { isId } from "../../../platform/ids/index.ts"
import { formatMoment } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Button, Icon, KeyValue, Notice, PageHead, WrittenText } from "../../ui/index.ts"
import { StaffPage } from "../staff-page.tsx"
import { MailBadge } from "./list.tsx"

const { staff } = routes

/** `GET /mails/:id`: what became of a mail, and what it said to those who may change things. */
export async function showMail(c: StaffContext): Promise<Response> {
  const mail = await findAsked(c)
  if (!mail) return c.notFound()
  const { mail: words } = texts(c.var.language)
  const content = mayRead(c) ? await findMailContent(c.var.actor, c.var.kvit.secrets, mail.id) : null
  const title = mail.subject ?? words.templates.names[mail.template]
  return c.html(
    <StaffPage c={c} title={title} section="settings">
      <a class="way-back" href={staff.mails.to()}>
        <Icon name="arrow-left" />
        {words.list.title}
      </a>
      <PageHead title={title} />
      <div class="settings stack">
        {c.req.query("done") === "again" && <Notice kind="success">{words.list.done.again}</Notice>}
        <Fate c={c} mail={mail} />
        <Content c={c} mail={mail} content={content} />
      </div>
    </StaffPage>,
  )
}

/**
 * `GET /mails/:id/html`: the HTML part as it was sent, by itself. A sandbox of no rights: nothing runs, nothing is
 * fetched, no form is sent, and the page has no origin to read anything with.
 */
export async function sendMailHtml(c: StaffContext): Promise<Response> {
  const id = c.req.param("id") ?? ""
  const content = isId(id) ? await findMailContent(c.var.actor, c.var.kvit.secrets, id) : null
  if (!content) return c.notFound()
  c.header("Content-Security-Policy", mailPolicy)
  return c.html(content.html)
}

const mailPolicy =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

/** `POST /mails/:id/again`. */
export async function sendAgain(c: StaffContext): Promise<Response> {
  const id = c.req.param("id") ?? ""
  if (!isId(id) || !(await findMail(c.var.actor, id))) return c.notFound()
  const queued = await sendMailAgain(c.var.actor, id)
  return c.redirect(staff.mail.to({ id }, queued ? { done: "again" } : {}), 303)
}

async function findAsked(c: StaffContext): Promise<MailLine | null> {
  const id = c.req.param("id") ?? ""
  return isId(id) ? findMail(c.var.actor, id) : null
}

function mayRead(c: StaffContext): boolean {
  return c.var.actor.role !== "read_only"
}

function Fate({ c, mail }: { c: StaffContext; mail: MailLine }) {
  const { mail: words } = texts(c.var.language)
  const { list } = words
  const at = (moment: Date) => formatMoment(moment, c.var.language, c.var.business.timeZone)
  const problems: Record<string, string> = words.problems
  const problem = mail.problem === null ? undefined : problems[mail.problem]
  const facts = [
    { label: list.columns.to, value: mail.recipient ?? "–" },
    {
      label: list.customer,
      value: <a href={staff.customer.to({ id: mail.customer.id })}>{mail.customer.name}</a>,
    },
    { label: list.template, value: words.templates.names[mail.template] },
    { label: list.queuedAt, value: at(mail.queuedAt) },
    ...(mail.finishedAt ? [{ label: list.finishedAt, value: at(mail.finishedAt) }] : []),
    ...(mail.attempts > 0 ? [{ label: list.attempts, value: String(mail.attempts) }] : []),
    ...(mail.messageId ? [{ label: list.messageId, value: mail.messageId }] : []),
  ]
  return (
    <section class="card group stack">
      <p>
        <MailBadge c={c} state={mail.state} /> {list.explained[mail.state]}
      </p>
      {problem && (
        <Notice kind={mail.state === "failed" ? "problem" : "warning"}>
          <p>{problem}</p>
          {mail.lastError && (
            <p class="small">
              {words.settings.serverSaid} <q>{mail.lastError}</q>
            </p>
          )}
        </Notice>
      )}
      <KeyValue facts={facts} />
      {mail.mayBeRepeated && mayRead(c) && (
        <form method="post" action={staff.mailAgain.to({ id: mail.id })} class="actions">
          <Button icon="refresh-cw">{list.again}</Button>
        </form>
      )}
    </section>
  )
}

function Content({ c, mail, content }: { c: StaffContext; mail: MailLine; content: MailContent | null }) {
  const { list } = texts(c.var.language).mail
  if (!content) return <p class="soft">{whyNot(c, mail)}</p>
  const facts = [
    { label: list.from, value: content.from },
    ...(content.replyTo ? [{ label: list.replyTo, value: content.replyTo }] : []),
    ...(content.attachments.length > 0
      ? [{ label: list.attachments, value: content.attachments.join(", ") }]
      : []),
  ]
  return (
    <section class="card group stack">
      <h2>{list.content}</h2>
      <KeyValue facts={facts} />
      <WrittenText>{content.text}</WrittenText>
      <div class="actions">
        <Button href={staff.mailHtml.to({ id: mail.id })} icon="external-link" newTab>
          {list.asHtml}
        </Button>
      </div>
    </section>
  )
}

function whyNot(c: StaffContext, mail: MailLine): string {
  const { list } = texts(c.var.language).mail
  if (!mayRead(c)) return list.readOnly
  return mail.template === "sign_in" && mail.state === "sent" ? list.secret : list.noContent
}
