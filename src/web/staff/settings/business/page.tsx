import {
  type BusinessField,
  type BusinessForm,
  type BusinessProblem,
  type BusinessProblems,
  businessFieldLengths,
} from "../../../../domain/settings/index.ts"
import { routes } from "../../../../routes.ts"
import type { StaffContext } from "../../../context.ts"
import {
  Button,
  Checkbox,
  Field,
  FileField,
  Select,
  TextArea,
  type TextFieldProps,
} from "../../../ui/index.ts"
import { Group, isOwner, OwnerOnly, SettingsPage, wordsOf } from "../settings-page.tsx"
import { countryChoices, currencyChoices, languageChoices, timeZoneChoices } from "./choices.ts"

export interface BusinessPageProps {
  c: StaffContext
  form: BusinessForm
  hasLogo: boolean
  revision: string
  removeLogo?: boolean | undefined
  problems?: BusinessProblems | undefined
  problem?: string | undefined
  done?: string | undefined
}

/** Who the business is and how it looks. */
export function BusinessPage(props: BusinessPageProps) {
  const { c } = props
  const { settings: words, shared } = wordsOf(c)
  return (
    <SettingsPage c={c} title={words.business.title} done={props.done} problem={props.problem}>
      <OwnerOnly c={c} />
      <form
        method="post"
        action={routes.staff.businessSettings.to()}
        enctype="multipart/form-data"
        class="stack"
      >
        <input type="hidden" name="revision" value={props.revision} />
        <DetailsGroups {...props} />
        <LookGroup {...props} />
        <LettersGroups {...props} />
        {isOwner(c) && <Button kind="primary">{shared.save}</Button>}
      </form>
    </SettingsPage>
  )
}

type LineProps = BusinessPageProps & {
  name: BusinessField
  more?: Partial<TextFieldProps> | undefined
}

function Line({ c, form, problems = {}, name, more }: LineProps) {
  const labels = wordsOf(c).settings.business
  const label = labels[name]
  const lengths: Partial<Record<BusinessField, number>> = businessFieldLengths
  const most = lengths[name]
  return (
    <Field
      name={name}
      label={label}
      value={form[name]}
      error={messageOf(c, problems[name])}
      disabled={!isOwner(c)}
      autocomplete="off"
      {...(most === undefined ? {} : { maxlength: most })}
      {...more}
    />
  )
}

function Choice(
  props: BusinessPageProps & {
    name: "country" | "language" | "currency" | "timeZone"
    options: readonly { value: string; text: string }[]
    hint?: string | undefined
  },
) {
  const { c, name, form, problems = {} } = props
  return (
    <Select
      name={name}
      label={wordsOf(c).settings.business[name]}
      hint={props.hint}
      value={form[name]}
      options={props.options}
      error={messageOf(c, problems[name])}
      disabled={!isOwner(c)}
    />
  )
}

function DetailsGroups(props: BusinessPageProps) {
  const { c, form } = props
  const words = wordsOf(c).settings.business
  return (
    <>
      <Group title={words.details} hint={words.detailsHint}>
        <Line {...props} name="name" more={{ required: true }} />
        <div class="fields">
          <Line {...props} name="companyId" />
          <Line {...props} name="vatId" />
        </div>
        <Line {...props} name="addressLine1" />
        <Line {...props} name="addressLine2" />
        <div class="fields">
          <Line {...props} name="postalCode" />
          <Line {...props} name="city" />
        </div>
        <Choice {...props} name="country" options={countryChoices(c.var.language, form.country)} />
      </Group>
      <Group title={words.contact}>
        <div class="fields">
          <Line {...props} name="phone" more={{ type: "tel" }} />
          <Line {...props} name="email" more={{ type: "email" }} />
        </div>
        <Line {...props} name="website" />
      </Group>
    </>
  )
}

function LookGroup(props: BusinessPageProps) {
  const { c, form, problems = {} } = props
  const words = wordsOf(c).settings.business
  const disabled = !isOwner(c)
  return (
    <Group title={words.look}>
      {props.hasLogo && (
        <figure class="logo-now">
          <img src={routes.staff.logo.to({ v: props.revision })} alt="" />
          <figcaption class="soft small">{words.logoNow}</figcaption>
        </figure>
      )}
      <FileField
        name="logo"
        label={words.logo}
        hint={words.logoHint}
        accept="image/png,image/jpeg"
        error={messageOf(c, problems.logo)}
        disabled={disabled}
      />
      {props.hasLogo && (
        <Checkbox
          name="removeLogo"
          label={words.removeLogo}
          checked={props.removeLogo ?? false}
          disabled={disabled}
        />
      )}
      <div class="field-short">
        <Field
          name="accent"
          label={words.accent}
          hint={words.accentHint}
          value={form.accent}
          error={messageOf(c, problems.accent)}
          maxlength={7}
          spellcheck={false}
          autocomplete="off"
          required
          disabled={disabled}
        />
      </div>
    </Group>
  )
}

function LettersGroups(props: BusinessPageProps) {
  const { c, form, problems = {} } = props
  const words = wordsOf(c).settings.business
  const link = { type: "url", hint: words.linkHint, inputmode: "url" } as const
  return (
    <>
      <Group title={words.letters}>
        <TextArea
          name="letterhead"
          label={words.letterhead}
          hint={words.letterheadHint}
          rows={2}
          maxlength={businessFieldLengths.letterhead}
          value={form.letterhead}
          error={messageOf(c, problems.letterhead)}
          disabled={!isOwner(c)}
        />
        <Choice
          {...props}
          name="language"
          hint={words.languageHint}
          options={languageChoices(c.var.language)}
        />
        <Choice
          {...props}
          name="currency"
          hint={words.currencyHint}
          options={currencyChoices(c.var.language, form.currency)}
        />
        <Choice
          {...props}
          name="timeZone"
          hint={words.timeZoneHint}
          options={timeZoneChoices(form.timeZone)}
        />
      </Group>
      <Group title={words.bank} hint={words.bankHint}>
        <div class="fields">
          <Line {...props} name="bankRegistration" more={{ inputmode: "numeric" }} />
          <Line {...props} name="bankAccount" more={{ inputmode: "numeric" }} />
        </div>
        <div class="fields">
          <Line {...props} name="iban" more={{ spellcheck: false }} />
          <Line {...props} name="bic" more={{ spellcheck: false }} />
        </div>
        <div class="fields">
          <Line
            {...props}
            name="creditorNumber"
            more={{ hint: words.creditorNumberHint, inputmode: "numeric" }}
          />
          <Line
            {...props}
            name="creditorMask"
            more={{ hint: words.creditorMaskHint, placeholder: "##############", spellcheck: false }}
          />
        </div>
      </Group>
      <Group title={words.terms}>
        <Line {...props} name="termsUrl" more={link} />
        <Line {...props} name="privacyUrl" more={link} />
      </Group>
    </>
  )
}

function messageOf(c: StaffContext, problem: BusinessProblem | undefined): string | undefined {
  if (!problem) return undefined
  const words = wordsOf(c).settings.problems
  return problem.code === "too_pale" ? words.too_pale(problem.nearest ?? "") : words[problem.code]
}
