import { z } from "zod"
import { type CustomerCard, findCustomerCard } from "../../../domain/customers/index.ts"
import { type OpeningBalanceInput, recordOpeningBalance } from "../../../domain/ledger/index.ts"
import { isId, newId } from "../../../platform/ids/index.ts"
import type { Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { isCurrency } from "../../../platform/money/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { Field, RadioGroup, Select } from "../../ui/index.ts"
import { BookingForm } from "../booking-form.tsx"
import { showNothingHere } from "../refusals.tsx"
import { AmountField, checkAmount } from "./amount-field.tsx"

const typedSchema = z.object({
  direction: z.string().max(100).catch(""),
  amount: z.string().max(100).catch(""),
  currency: z.string().max(100).catch(""),
  asOf: z.string().max(100).catch(""),
  note: z.string().max(1000).catch(""),
  requestKey: z.string().max(100).catch(""),
})
type Typed = z.infer<typeof typedSchema>
type Errors = Partial<Record<keyof Typed, string>>

const earliest = "2000-01-01"
const longestNote = 200

/** `GET /customers/:id/opening-balance`. */
export async function askOpeningBalance(c: StaffContext): Promise<Response> {
  const customer = await findAsked(c)
  if (!customer) return showNothingHere(c)
  const { currency } = c.var.business
  const typed = { direction: "owed", amount: "", currency, asOf: "", note: "", requestKey: newId() }
  return c.html(<OpeningPage c={c} customer={customer} typed={typed} errors={{}} />)
}

/** Records it, once however often the button is pressed; what is wrong comes back at its field. */
export async function saveOpeningBalance(c: StaffContext): Promise<Response> {
  const customer = await findAsked(c)
  if (!customer) return showNothingHere(c)
  const { actor, language, today } = c.var
  const typed = typedSchema.parse(await c.req.parseBody())
  const refuse = (errors: Errors) =>
    c.html(<OpeningPage c={c} customer={customer} typed={typed} errors={errors} />, 422)
  const checked = check(typed, language, today)
  if (!checked.ok) return refuse(checked.errors)
  const outcome = await recordOpeningBalance(actor, { ...checked.opening, customerId: customer.id })
  if (outcome.ok) {
    return c.redirect(routes.staff.customer.to({ id: customer.id }, { done: "opening_balance" }), 303)
  }
  if (outcome.reason === "no_customer") return showNothingHere(c)
  return refuse({ requestKey: texts(language).staffLedger.opening.errors.key_of_another })
}

async function findAsked(c: StaffContext): Promise<CustomerCard | null> {
  const id = c.req.param("id") ?? ""
  return isId(id) ? findCustomerCard(c.var.actor, id) : null
}

type Checked = { ok: true; opening: Omit<OpeningBalanceInput, "customerId"> } | { ok: false; errors: Errors }

function check(typed: Typed, language: Language, today: string): Checked {
  const { opening, form } = texts(language).staffLedger
  const words = opening.errors
  const errors: Errors = {}
  const direction = z.enum(["owed", "credit"]).safeParse(typed.direction)
  if (!direction.success) errors.direction = words.direction
  const currency = isCurrency(typed.currency) ? typed.currency : null
  if (!currency) errors.currency = words.currency
  const amount = checkAmount(typed.amount, currency ?? "DKK", language)
  if (!amount.ok) errors.amount = amount.error
  const date = z.iso.date().safeParse(typed.asOf)
  if (!date.success) errors.asOf = words.date
  else if (date.data > today) errors.asOf = words.future
  else if (date.data < earliest) errors.asOf = words.early
  const note = typed.note.replace(/\p{Cc}+/gu, " ").trim()
  if (note.length > longestNote) errors.note = words.note
  if (!isId(typed.requestKey)) errors.requestKey = form
  if (Object.keys(errors).length > 0 || !amount.ok || !currency) return { ok: false, errors }
  return {
    ok: true,
    opening: {
      amount: direction.data === "credit" ? -amount.amount : amount.amount,
      currency,
      asOf: typed.asOf,
      note: note || undefined,
      requestKey: typed.requestKey,
    },
  }
}

interface PageProps {
  c: StaffContext
  customer: CustomerCard
  typed: Typed
  errors: Errors
}

function OpeningPage({ c, customer, typed, errors }: PageProps) {
  const { language, today, business } = c.var
  const { staffLedger } = texts(language)
  const words = staffLedger.opening
  const { id } = customer
  const currencies = [...new Set([business.currency, "DKK", "EUR", "SEK", "NOK", "GBP", "USD"])]
  return (
    <BookingForm
      c={c}
      section="customers"
      title={words.title}
      intro={words.intro(customer.name)}
      action={routes.staff.customerOpeningBalance.to({ id })}
      back={routes.staff.customer.to({ id })}
      save={{ text: words.save }}
      errors={errors}
      problem={words.problem}
      requestKey={typed.requestKey}
    >
      <RadioGroup
        name="direction"
        label={words.direction}
        value={typed.direction}
        error={errors.direction}
        options={[
          { value: "owed", text: words.directions.owed },
          { value: "credit", text: words.directions.credit },
        ]}
      />
      <AmountField
        label={words.amount}
        value={typed.amount}
        error={errors.amount}
        currency={null}
        language={language}
      />
      <Select
        name="currency"
        label={words.currency}
        value={typed.currency}
        error={errors.currency}
        options={currencies.map((currency) => ({ value: currency, text: currency }))}
      />
      <Field
        name="asOf"
        label={words.asOf}
        hint={words.asOfHint}
        type="date"
        value={typed.asOf}
        max={today}
        error={errors.asOf}
        required
      />
      <Field
        name="note"
        label={words.note}
        hint={words.noteHint}
        value={typed.note}
        error={errors.note}
        maxlength={longestNote}
        autocomplete="off"
      />
    </BookingForm>
  )
}
