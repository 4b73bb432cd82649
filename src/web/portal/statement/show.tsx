import type { Child } from "hono/jsx"
import { findBalances } from "../../../domain/ledger/index.ts"
import { findOwnAddress, type OwnAddress } from "../../../domain/sharing/index.ts"
import {
  findStatement,
  isPrintable,
  recordStatement,
  type Statement,
} from "../../../domain/statements/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { formatMoney, formatShortDate } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { PortalContext } from "../../context.ts"
import { isLiveRead } from "../../guards/live-read.ts"
import { Button, Card, Chips, DocumentLayout, Figure, Live, Notice, Select } from "../../ui/index.ts"
import {
  AgeingCard,
  PeriodChoice,
  queryOf,
  StatementSheet,
  toStatementQuery,
} from "../../ui/statement/index.ts"
import { findPayOffers, PayDue } from "../payments/pay-due.tsx"
import { PortalPage } from "../portal-page.tsx"
import { type Asked, findAsked, showNothing } from "./asked.ts"

const { portal } = routes

/** `GET /portal/statement`: the account as it stands. Looking at it is recorded; a live page reading itself again is not. */
export async function showStatement(c: PortalContext): Promise<Response> {
  const asked = await findAsked(c, toStatementQuery(c.req.query()))
  if (!asked) return showNothing(c)
  const statement = await readStatement(c, asked)
  if (!statement) return showPage(c, asked, null)
  const { currency } = asked.choice
  if (c.req.method === "GET" && !isLiveRead(c))
    await recordStatement(c.var.actor, "statement.viewed", { customerId: asked.account.id, currency })
  return showPage(c, asked, statement)
}

/** The statement asked for; null where the period is none. */
export async function readStatement(c: PortalContext, { account, choice }: Asked): Promise<Statement | null> {
  if (!choice.period.ok) return null
  const { from, to } = choice.period.period
  const { currency } = choice
  return findStatement(c.var.actor, { customerId: account.id, currency, from, to, today: c.var.today })
}

type Done = "asked" | "too_often" | "too_long" | "no_address"

/** The address of the page of what is asked for, which says what became of it. */
export function pageOf({ choice }: Asked, done?: Done): string {
  return portal.statement.to({ ...queryOf(choice), done })
}

/** Without a statement it asks for another period. */
async function showPage(c: PortalContext, asked: Asked, statement: Statement | null): Promise<Response> {
  const { language } = c.var
  const words = texts(language).statement
  const own = await findOwnAddress(c.var.kvit, c.var.actor, asked.account.id)
  const pay = statement && (await findPayButton(c, asked))
  return c.html(
    <PortalPage c={c} title={words.title} section="statement" customers={asked.customers}>
      <h1>{words.title}</h1>
      <AccountChoice c={c} asked={asked} />
      <PeriodChoice
        choice={asked.choice}
        language={language}
        action={portal.statement.to()}
        to={(query) => portal.statement.to(query)}
      />
      <Told c={c} of={statement ? c.req.query("done") : "period"} own={own} />
      {statement && (
        <DocumentLayout
          first={
            <Live id="statement-first" events={portal.events.to()}>
              <Balance c={c} asked={asked} statement={statement} own={own}>
                {pay}
              </Balance>
            </Live>
          }
          sheet={
            <Live id="statement-sheet" events={portal.events.to()}>
              <StatementSheet
                statement={statement}
                language={language}
                documentHref={(id) => portal.document.to({ id })}
              />
            </Live>
          }
          rest={
            <Live id="statement-rest" events={portal.events.to()}>
              <AgeingCard statement={statement} language={language} />
            </Live>
          }
        />
      )}
    </PortalPage>,
    statement ? 200 : 422,
  )
}

/** By which what is due on the account now is paid; null where there is nothing to be paid here. */
async function findPayButton(c: PortalContext, { account, choice }: Asked): Promise<Child> {
  const { actor, today } = c.var
  const { currency } = choice
  const offers = await findPayOffers(c, [account.id], await findBalances(actor, [account.id], today))
  const offer = offers.ofAccount?.get(currency)
  if (!offer || offer.invoices.length + offer.underWay === 0) return null
  return <PayDue c={c} currency={currency} offers={offers} />
}

/** What became of what was asked for, by one of the words it may say. */
function Told({ c, of, own }: { c: PortalContext; of: string | undefined; own: OwnAddress | null }) {
  const words = texts(c.var.language).statement
  switch (of as Done | "period" | undefined) {
    case "asked":
      return own && <Notice kind="success">{words.asked(own.shown)}</Notice>
    case "too_often":
      return <Notice kind="warning">{words.tooOften}</Notice>
    case "too_long":
      return <Notice kind="warning">{words.tooLong}</Notice>
    case "no_address":
      return <Notice kind="warning">{words.noAddress}</Notice>
    case "period":
      return <Notice kind="problem">{words.periodProblem}</Notice>
    default:
      return null
  }
}

/** So many stand side by side; more become a list to choose from. */
const mostSideBySide = 6

/** Whose account, for those who may see several. */
function AccountChoice({ c, asked }: { c: PortalContext; asked: Asked }) {
  const { accounts, account, choice } = asked
  if (accounts.length < 2) return null
  const { portalSignIn, statement } = texts(c.var.language)
  if (accounts.length <= mostSideBySide)
    return (
      <div class="customer-switch">
        <Chips
          label={portalSignIn.customer}
          chips={accounts.map(({ id, name }) => ({
            href: portal.statement.to(queryOf(choice, { customer: id })),
            text: name,
            current: id === account.id,
          }))}
        />
      </div>
    )
  const { customer: _, currency: __, ...period } = queryOf(choice)
  return (
    <auto-submit>
      <form method="get" action={portal.statement.to()} class="more-filters-form">
        {Object.entries(period).map(
          ([name, text]) => text && <input type="hidden" name={name} value={text} />,
        )}
        <Select
          name="customer"
          label={portalSignIn.customer}
          value={account.id}
          options={accounts.map(({ id, name }) => ({ value: id, text: name }))}
        />
        <Button>{statement.show}</Button>
      </form>
    </auto-submit>
  )
}

interface BalanceProps {
  c: PortalContext
  asked: Asked
  statement: Statement
  own: OwnAddress | null
}

/** What the account stands at, and what can be done with the statement; before all else `children`, by which it is paid. */
function Balance({ c, asked, statement, own, children }: BalanceProps & { children?: Child }) {
  const { language } = c.var
  const words = texts(language).statement
  const { closing, currency, to } = statement
  const isCredit = closing < 0n
  const date = formatShortDate(to, language)
  const query = queryOf(asked.choice)
  return (
    <Card>
      <p class="soft">{isCredit ? words.inYourFavourOn(date) : words.balanceOn(date)}</p>
      <Figure amount={formatMoney({ amount: isCredit ? -closing : closing, currency }, language)} />
      <div class="card-actions">
        {children}
        {isPrintable(statement) && (
          <Button
            href={portal.statementPdf.to(query)}
            icon="download"
            kind={children ? "outlined" : "primary"}
            download
          >
            {words.pdf}
          </Button>
        )}
        <Button href={portal.statementCsv.to(query)} download>
          {words.csv}
        </Button>
        {own && isPrintable(statement) && <MailForm c={c} query={query} address={own.shown} />}
      </div>
    </Card>
  )
}

function MailForm({
  c,
  query,
  address,
}: {
  c: PortalContext
  query: Record<string, string | undefined>
  address: string
}) {
  const words = texts(c.var.language).statement
  return (
    <form method="post" action={portal.statementMail.to()} class="statement-mail">
      {Object.entries(query).map(([name, text]) => text && <input type="hidden" name={name} value={text} />)}
      <input type="hidden" name="requestKey" value={newId()} />
      <Button icon="mail">{words.mailIt}</Button>
      <p class="hint">{words.mailTo(address)}</p>
    </form>
  )
}
