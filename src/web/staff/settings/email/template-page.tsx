import {
  type MailTemplate,
  type TemplateFault,
  type TemplatePreview,
  type TemplateText,
  templateVariables,
} from "../../../../domain/notifications/index.ts"
import { type Language, languages } from "../../../../platform/language/index.ts"
import { routes } from "../../../../routes.ts"
import type { StaffContext } from "../../../context.ts"
import { Button, Chips, Field, TextArea, WrittenText } from "../../../ui/index.ts"
import { Group, isOwner, OwnerOnly, SettingsPage, wordsOf } from "../settings-page.tsx"

interface TemplatePageProps {
  c: StaffContext
  which: { template: MailTemplate; language: Language }
  text: TemplateText
  isOwn: boolean
  preview: TemplatePreview | null
  faults?: readonly TemplateFault[] | undefined
  problem?: string | undefined
  done?: string | undefined
}

const { staff } = routes

/** One template in one language: its text, what can be put in, and how the mail would read. */
export function TemplatePage(props: TemplatePageProps) {
  const { c, which } = props
  const words = wordsOf(c).mail.templates
  const name = words.names[which.template]
  return (
    <SettingsPage
      c={c}
      title={name}
      done={props.done}
      problem={props.problem}
      up={{ href: staff.emailTemplates.to(), text: words.title }}
    >
      <Chips
        label={words.language}
        chips={languages.map((language) => ({
          href: staff.emailTemplate.to({ template: which.template }, { in: language }),
          text: words.columns[language],
          current: language === which.language,
        }))}
      />
      <OwnerOnly c={c} />
      <TemplateForm {...props} />
      <PreviewCard {...props} />
      <Variables {...props} />
    </SettingsPage>
  )
}

function TemplateForm({ c, which, text, isOwn, faults = [] }: TemplatePageProps) {
  const words = wordsOf(c).mail.templates
  const disabled = !isOwner(c)
  const error = (field: "subject" | "body") =>
    faults
      .filter((fault) => fault.field === field)
      .map((fault) =>
        "line" in fault ? words.faults[fault.code](fault.line, fault.detail) : words.faults[fault.code],
      )
      .join(" ") || undefined
  return (
    <form
      method="post"
      action={staff.emailTemplate.to({ template: which.template })}
      class="card group stack"
    >
      <input type="hidden" name="in" value={which.language} />
      <Field
        name="subject"
        label={words.subject}
        value={text.subject}
        error={error("subject")}
        maxlength={300}
        required
        disabled={disabled}
      />
      <TextArea
        name="body"
        label={words.body}
        hint={words.bodyHint}
        rows={16}
        maxlength={10_000}
        value={text.body}
        error={error("body")}
        required
        disabled={disabled}
      />
      {!disabled && (
        <div class="actions">
          <Button kind="primary" name="deed" value="save">
            {words.save}
          </Button>
          <Button name="deed" value="preview" icon="eye">
            {words.preview}
          </Button>
          {isOwn && (
            <Button kind="plain" name="deed" value="reset" formnovalidate>
              {words.reset}
            </Button>
          )}
        </div>
      )}
    </form>
  )
}

function PreviewCard({ c, preview, faults }: TemplatePageProps) {
  const words = wordsOf(c).mail.templates
  if (faults) return null
  if (!preview) {
    return (
      <Group title={words.preview}>
        <p class="soft">{words.noCustomer}</p>
      </Group>
    )
  }
  return (
    <Group title={words.preview} hint={words.previewOf(preview.customerName)}>
      <p>
        <strong>{preview.subject}</strong>
      </p>
      <WrittenText>{preview.text}</WrittenText>
    </Group>
  )
}

function Variables({ c, which }: TemplatePageProps) {
  const words = wordsOf(c).mail.templates
  const names = templateVariables[which.template]
  return (
    <Group title={words.variables} hint={words.variablesHint}>
      <ul class="stack-tight">
        {names.map((name) => (
          <li>
            <code>{`{{ ${name} }}`}</code>
          </li>
        ))}
      </ul>
      {names.includes("document.due_date") && (
        <p class="soft">
          {words.conditions} <code>{"{% if document.due_date %} … {% endif %}"}</code>
        </p>
      )}
    </Group>
  )
}
