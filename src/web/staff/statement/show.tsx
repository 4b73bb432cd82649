import { getPortalSettings } from "../../../domain/settings/index.ts"
import { listStatementRecipients, type Recipient, recipientKey } from "../../../domain/sharing/index.ts"
import { isPrintable, type Statement } from "../../../domain/statements/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { formatMoney, formatShortDate } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Button, Card, DocumentLayout, Figure, Notice, PageHead, RadioGroup, Select } from "../../ui/index.ts"
import {
  AgeingCard,
  PeriodChoice,
  queryOf,
  StatementSheet,
  toStatementQuery,
} from "../../ui/statement/index.ts"
import { showNothingHere } from "../refusals.tsx"
import { StaffPage } from "../staff-page.tsx"
import { type Asked, findAsked, readStatement } from "./asked.ts"

const { staff } = routes

/** `GET /customers/:id/statement`: the customer's account, with all of its documents. */
export async function showStatement(c: StaffContext): Promise<Response> {
  const { actor, language } = c.var
  const asked = await findAsked(c, toStatementQuery(c.req.query()))
  if (!asked) return showNothingHere(c)
  const { id, name } = asked.customer
  const [statement, recipients, settings] = await Promise.all([
    readStatement(c, asked, { asCustomer: false }),
    listStatementRecipients(actor, id),
    getPortalSettings(actor),
  ])
  const words = texts(language).statement
  const title = words.staffTitle(name)
  return c.html(
    <StaffPage c={c} title={title} section="customers">
      <PageHead title={title}>
        <Button href={staff.customer.to({ id })} icon="arrow-left">
          {name}
        </Button>
      </PageHead>
      <PeriodChoice
        choice={asked.choice}
        language={language}
        action={staff.customerStatement.to({ id })}
        to={(query) => staff.customerStatement.to({ id }, query)}
      />
      <Told c={c} of={statement ? c.req.query("done") : "period"} />
      {!settings.showCreditNotes && statement?.lines.some((line) => line.kind === "credit_note") && (
        <Notice>{words.creditNotesHidden}</Notice>
      )}
      {statement && (
        <DocumentLayout
          first={<Balance c={c} asked={asked} statement={statement} />}
          sheet={
            <StatementSheet
              statement={statement}
              language={language}
              documentHref={(document) => staff.document.to({ id: document })}
            />
          }
          rest={
            <>
              <AgeingCard statement={statement} language={language} />
              {actor.role !== "read_only" && isPrintable(statement) && (
                <MailCard c={c} asked={asked} recipients={recipients} isShown={settings.showStatement} />
              )}
            </>
          }
        />
      )}
    </StaffPage>,
    statement ? 200 : 422,
  )
}

/** What became of what was asked for, by one of the words it may say. */
function Told({ c, of }: { c: StaffContext; of: string | undefined }) {
  const words = texts(c.var.language).statement
  switch (of) {
    case "sent":
      return <Notice kind="success">{words.sent}</Notice>
    case "too_long":
      return <Notice kind="warning">{words.tooLong}</Notice>
    case "not_a_recipient":
      return <Notice kind="problem">{words.notARecipient}</Notice>
    case "period":
      return <Notice kind="problem">{words.periodProblem}</Notice>
    default:
      return null
  }
}

function Balance({ c, asked, statement }: { c: StaffContext; asked: Asked; statement: Statement }) {
  const { language } = c.var
  const words = texts(language).statement
  const { closing, currency, to } = statement
  const isCredit = closing < 0n
  const date = formatShortDate(to, language)
  const of = { id: asked.customer.id }
  const query = queryOf(asked.choice)
  return (
    <Card>
      <p class="soft">{isCredit ? words.inTheirFavourOn(date) : words.balanceOn(date)}</p>
      <Figure amount={formatMoney({ amount: isCredit ? -closing : closing, currency }, language)} />
      <div class="card-actions">
        {isPrintable(statement) && (
          <Button href={staff.customerStatementPdf.to(of, query)} icon="download" kind="primary" download>
            {words.pdf}
          </Button>
        )}
        <Button href={staff.customerStatementCsv.to(of, query)} download>
          {words.csv}
        </Button>
      </div>
    </Card>
  )
}

interface MailProps {
  c: StaffContext
  asked: Asked
  recipients: readonly Recipient[]
  /** Whether the portal shows statements. */
  isShown: boolean
}

function MailCard({ c, asked, recipients, isShown }: MailProps) {
  const words = texts(c.var.language).statement
  const hint = isShown ? words.mailHint : words.hiddenInPortal
  return (
    <Card title={words.mailHeading}>
      {recipients.length === 0 ? (
        <p class="soft">{words.nobody}</p>
      ) : (
        <form method="post" action={staff.customerStatementMail.to({ id: asked.customer.id })} class="stack">
          {Object.entries(queryOf(asked.choice)).map(
            ([name, text]) => text && <input type="hidden" name={name} value={text} />,
          )}
          <input type="hidden" name="requestKey" value={newId()} />
          <RecipientChoice recipients={recipients} label={words.mailRecipient} hint={hint} />
          <Button icon="mail">{words.mailSubmit}</Button>
        </form>
      )}
    </Card>
  )
}

/** So many stand below one another; more become a list to choose from. */
const mostBelow = 6

function RecipientChoice({
  recipients,
  ...field
}: {
  recipients: readonly Recipient[]
  label: string
  hint: string
}) {
  const [first] = recipients
  const value = first && recipientKey(first)
  const options = recipients.map((one) => ({ value: recipientKey(one), text: one.name, hint: one.address }))
  if (recipients.length <= mostBelow)
    return <RadioGroup name="recipient" {...field} value={value} options={options} required />
  return (
    <Select
      name="recipient"
      {...field}
      value={value}
      options={options.map(({ text, hint, ...option }) => ({ ...option, text: `${text} · ${hint}` }))}
    />
  )
}
