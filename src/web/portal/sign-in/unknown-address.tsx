import { z } from "zod"
import { normalizeAddress, requestAccess } from "../../../domain/access/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { AnyContext } from "../../context.ts"
import { type FieldProblems, readForm } from "../../guards/form.ts"
import { Button, Card, Field, TextArea } from "../../ui/index.ts"
import { refuseWhenClosed } from "../dead-ends.tsx"
import { PortalPage } from "../portal-page.tsx"
import { Reach } from "./ask.tsx"

type Words = ReturnType<typeof texts>["portalSignIn"]

function requestSchema(words: Words) {
  const optional = (most: number) =>
    z
      .string()
      .trim()
      .max(most, words.tooLong)
      .optional()
      .transform((text) => text || null)
  return z.object({
    name: z.string().trim().min(1, words.nameMissing).max(200, words.tooLong),
    email: z
      .string()
      .trim()
      .max(254, words.tooLong)
      .refine((typed) => normalizeAddress(typed) !== null, words.emailWrong),
    company: optional(200),
    phone: optional(60),
    message: optional(1000),
  })
}

/** `GET /portal/sign-in/unknown-address`: the form, or that it was sent. */
export async function showAccessRequest(c: AnyContext): Promise<Response> {
  const closed = await refuseWhenClosed(c)
  if (closed) return closed
  return c.html(c.req.query("done") === "sent" ? <SentPage c={c} /> : <RequestPage c={c} />)
}

/** `POST /portal/sign-in/unknown-address`: into the staff's list, with the same page for everybody. */
export async function sendAccessRequest(c: AnyContext): Promise<Response> {
  const closed = await refuseWhenClosed(c)
  if (closed) return closed
  const input = await readForm(c, requestSchema(texts(c.var.language).portalSignIn))
  if (!input.ok) return c.html(<RequestPage c={c} typed={input.typed} problems={input.problems} />, 422)
  const { kvit, businessId, clientNetwork, language } = c.var
  await requestAccess(kvit, businessId, clientNetwork, { ...input.values, language })
  return c.redirect(routes.portal.accessRequest.to({ done: "sent" }), 303)
}

interface RequestPageProps {
  c: AnyContext
  typed?: Readonly<Record<string, string>>
  problems?: FieldProblems
}

function RequestPage({ c, typed = {}, problems = {} }: RequestPageProps) {
  const words = texts(c.var.language).portalSignIn
  const field = (name: "name" | "email" | "company" | "phone", label: string, autocomplete: string) => (
    <Field
      name={name}
      label={label}
      type={name === "email" ? "email" : name === "phone" ? "tel" : "text"}
      value={typed[name]}
      error={problems[name]}
      autocomplete={autocomplete}
      required={name === "name" || name === "email"}
    />
  )
  return (
    <PortalPage c={c} title={words.unknownTitle}>
      <div class="gate">
        <Card>
          <h1>{words.unknownTitle}</h1>
          <p>{words.unknownText(c.var.business.name)}</p>
          <form method="post" action={routes.portal.accessRequest.to()} class="stack">
            {field("name", words.name, "name")}
            {field("email", words.email, "email")}
            {field("company", words.company, "organization")}
            {field("phone", words.phone, "tel")}
            <TextArea
              name="message"
              label={words.message}
              hint={words.messageHint}
              value={typed.message}
              error={problems.message}
              rows={3}
              maxlength={1000}
            />
            <div class="actions">
              <Button kind="primary">{words.ask}</Button>
            </div>
          </form>
        </Card>
        <Reach c={c} />
      </div>
    </PortalPage>
  )
}

function SentPage({ c }: { c: AnyContext }) {
  const words = texts(c.var.language).portalSignIn
  return (
    <PortalPage c={c} title={words.askedTitle}>
      <div class="gate">
        <Card>
          <h1>{words.askedTitle}</h1>
          <p>{words.asked(c.var.business.name)}</p>
        </Card>
        <Reach c={c} />
      </div>
    </PortalPage>
  )
}
