import { paymentMethods } from "../../../domain/payments/index.ts"
import { newId } from "../../../platform/ids/index.ts"
import { formatAmount, formatShortDate } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Button, Field, FieldError, Notice, Select } from "../../ui/index.ts"
import { StaffPage } from "../staff-page.tsx"
import {
  type AccountErrors,
  mostInvoices,
  type OpenInvoice,
  type TypedAccountPayment,
} from "./account-form.ts"
import type { Account } from "./account-payment.tsx"
import { methodName, money } from "./words.tsx"

interface AccountPageProps {
  c: StaffContext
  account: Account
  typed: TypedAccountPayment
  errors: AccountErrors
  /** What will stand on the account, in minor units; null where that is not known yet. */
  rest: bigint | null
}

/** The form of one payment over several invoices: first the money, then what it pays. */
export function AccountPage({ c, account, typed, errors, rest }: AccountPageProps) {
  const { customer, currency } = account
  const { staffPayments, shared } = texts(c.var.language)
  const words = staffPayments.account
  const title = words.title(customer.name)
  const isSecond = typed.parts !== null
  // A form without its key, or with a used one, gets a new one, so that it can be sent again.
  const requestKey = errors.requestKey ? newId() : typed.requestKey
  return (
    <StaffPage c={c} title={title} section="customers">
      <section class={isSecond ? "card" : "card narrow"}>
        <h1>{title}</h1>
        <p class="soft">{account.invoices.length > 0 ? words.intro : words.nothingOpen}</p>
        <Problem c={c} account={account} typed={typed} errors={errors} rest={rest} />
        <form method="post" action={routes.staff.customerPayments.to({ id: customer.id })} class="form">
          <input type="hidden" name="requestKey" value={requestKey} />
          <input type="hidden" name="currency" value={currency} />
          {isSecond && <input type="hidden" name="shownRest" value={rest?.toString() ?? ""} />}
          <div class={isSecond ? "form-row" : "form-column"}>
            <MoneyFields c={c} currency={currency} typed={typed} errors={errors} />
          </div>
          {isSecond && account.invoices.length > 0 && (
            <Parts c={c} account={account} typed={typed} errors={errors} />
          )}
          {isSecond && rest !== null && (
            <p>
              <strong>{rest > 0n ? words.rest(money(c, rest, currency)) : words.noRest}</strong>
            </p>
          )}
          <div class="actions">
            {isSecond ? (
              <Button kind="primary" name="step" value="record">
                {words.record}
              </Button>
            ) : (
              <Button kind="primary" name="step" value="fill">
                {words.continue}
              </Button>
            )}
            {isSecond && account.invoices.length > 0 && (
              <Button name="step" value="fill">
                {words.fill}
              </Button>
            )}
            <Button kind="plain" href={routes.staff.customer.to({ id: customer.id })}>
              {shared.cancel}
            </Button>
          </div>
        </form>
        {!isSecond &&
          account.otherCurrencies.map((other) => (
            <p class="card-more">
              <a href={routes.staff.customerPayments.to({ id: customer.id }, { currency: other })}>
                {words.otherCurrency(other)}
              </a>
            </p>
          ))}
      </section>
    </StaffPage>
  )
}

/** What is wrong; or that something will stand on the account, which the page had not said before. */
function Problem({ c, account, typed, errors, rest }: AccountPageProps) {
  const words = texts(c.var.language).staffPayments.account
  if (Object.keys(errors).length > 0)
    return (
      <Notice kind="problem" title={words.problem}>
        {errors.requestKey}
      </Notice>
    )
  const isChanged =
    typed.shownRest !== "" && rest !== null && rest > 0n && typed.shownRest !== rest.toString()
  if (!isChanged) return null
  return <Notice kind="warning">{words.restChanged(money(c, rest, account.currency))}</Notice>
}

type FieldsProps = Pick<AccountPageProps, "c" | "typed" | "errors"> & { currency: string }

function MoneyFields({ c, currency, typed, errors }: FieldsProps) {
  const { language, today } = c.var
  const { staffPayments, staffDocuments } = texts(language)
  const words = staffDocuments.payment
  const example = formatAmount({ amount: 123_450n, currency }, language)
  return (
    <>
      <Field
        name="amount"
        label={words.amount}
        hint={typed.parts ? undefined : staffPayments.account.amountHint(example)}
        value={typed.amount}
        error={errors.amount}
        inputmode="decimal"
        autocomplete="off"
        after={currency === "DKK" ? "kr." : currency}
        required
      />
      <Field
        name="receivedOn"
        label={words.date}
        type="date"
        value={typed.receivedOn}
        max={today}
        error={errors.receivedOn}
        required
      />
      <Select
        name="method"
        label={words.method}
        value={typed.method}
        error={errors.method}
        options={paymentMethods.map((method) => ({ value: method, text: methodName(c, method) }))}
      />
      <Field
        name="reference"
        label={words.reference}
        hint={typed.parts ? undefined : words.referenceHint}
        value={typed.reference}
        error={errors.reference}
        maxlength={200}
        autocomplete="off"
      />
    </>
  )
}

type PartsProps = Pick<AccountPageProps, "c" | "account" | "typed" | "errors">

/** The open invoices, the oldest first, each with a field for what it is paid. */
function Parts({ c, account, typed, errors }: PartsProps) {
  const words = texts(c.var.language).staffPayments.account
  const shown = account.invoices.slice(0, mostInvoices)
  return (
    <fieldset class="parts">
      <legend class="label-heading">{words.invoices}</legend>
      <p class="hint">
        {words.invoicesHint}
        {account.invoices.length > shown.length && ` ${words.onlyOldest(shown.length)}`}
      </p>
      <ul class="part-rows">
        {shown.map((invoice) => (
          <Part
            c={c}
            invoice={invoice}
            currency={account.currency}
            value={typed.parts?.[invoice.id] ?? ""}
            error={errors.parts?.[invoice.id]}
          />
        ))}
      </ul>
    </fieldset>
  )
}

interface PartProps {
  c: StaffContext
  invoice: OpenInvoice
  currency: string
  value: string
  error: string | undefined
}

function Part({ c, invoice, currency, value, error }: PartProps) {
  const { language, today } = c.var
  const all = texts(language).staffPayments
  const words = all.account
  const { id, number, dueDate, open } = invoice
  const errorId = error ? `part-${id}-error` : undefined
  return (
    <li>
      <span class="part-invoice">
        <a href={routes.staff.document.to({ id })}>{all.invoice(number)}</a>
        {dueDate && (
          <span class={dueDate < today ? "small late" : "small soft"}>
            {words.due} {formatShortDate(dueDate, language)}
          </span>
        )}
      </span>
      <span class="part-open">
        <span class="small soft">{words.open}</span> {money(c, open, currency)}
      </span>
      <span class="part-field">
        <input
          class="input"
          type="text"
          name={`part-${id}`}
          value={value}
          inputmode="decimal"
          autocomplete="off"
          aria-label={words.paysLabel(number)}
          aria-invalid={error ? "true" : undefined}
          aria-describedby={errorId}
        />
        {error && errorId && <FieldError id={errorId} error={error} />}
      </span>
    </li>
  )
}
