import { passwordLength } from "../../../domain/access/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { AnyContext } from "../../context.ts"
import type { FieldProblems } from "../../guards/form.ts"
import { Button, Card, Checkbox, Field, Select } from "../../ui/index.ts"
import { AccessPage } from "../access-page.tsx"

interface SetUpPageProps {
  c: AnyContext
  /** What was typed before; code and password are never put back. */
  typed: Readonly<Record<string, string>>
  problems?: FieldProblems | undefined
}

/** The first page of an empty installation. */
export function SetUpPage(props: SetUpPageProps) {
  const words = texts(props.c.var.language).staffAccess.setUp
  return (
    <AccessPage c={props.c} title={words.title}>
      <h1>{words.title}</h1>
      <p class="soft">{words.intro}</p>
      <form method="post" action={routes.staff.setUp.to()} class="stack">
        <Card>
          <Field
            name="code"
            label={words.code}
            hint={words.codeHint}
            error={props.problems?.code}
            autocomplete="off"
            spellcheck={false}
            maxlength={60}
            required
          />
        </Card>
        <BusinessFields {...props} />
        <OwnerFields {...props} />
        <StartFields {...props} />
        <div class="actions">
          <Button kind="primary">{words.button}</Button>
        </div>
      </form>
    </AccessPage>
  )
}

function BusinessFields({ c, typed, problems = {} }: SetUpPageProps) {
  const shared = texts(c.var.language).shared
  const words = texts(c.var.language).staffAccess.setUp
  const optional = (label: string) => `${label} (${words.optional})`
  const kept = (name: string) => ({ name, value: typed[name], error: problems[name] })
  return (
    <Card title={words.businessTitle}>
      <Field
        {...kept("businessName")}
        label={words.businessName}
        autocomplete="organization"
        maxlength={200}
        required
      />
      <Field {...kept("companyId")} label={optional(words.companyId)} inputmode="numeric" maxlength={40} />
      <Field
        {...kept("addressLine1")}
        label={optional(words.address)}
        autocomplete="street-address"
        maxlength={300}
      />
      <Field
        {...kept("postalCode")}
        label={optional(words.postalCode)}
        autocomplete="postal-code"
        maxlength={40}
      />
      <Field {...kept("city")} label={optional(words.city)} autocomplete="address-level2" maxlength={200} />
      <Field {...kept("phone")} type="tel" label={optional(words.phone)} autocomplete="tel" maxlength={60} />
      <Field {...kept("businessEmail")} type="email" label={optional(words.businessEmail)} maxlength={254} />
      <Select
        {...kept("businessLanguage")}
        label={words.language}
        options={(["da", "en"] as const).map((value) => ({ value, text: shared.languageNames[value] }))}
      />
    </Card>
  )
}

function OwnerFields({ c, typed, problems = {} }: SetUpPageProps) {
  const all = texts(c.var.language).staffAccess
  const words = all.setUp
  return (
    <Card title={words.ownerTitle}>
      <Field
        name="ownerName"
        label={words.ownerName}
        value={typed.ownerName}
        error={problems.ownerName}
        autocomplete="name"
        maxlength={200}
        required
      />
      <Field
        name="ownerEmail"
        type="email"
        label={words.ownerEmail}
        hint={words.ownerHint}
        value={typed.ownerEmail}
        error={problems.ownerEmail}
        autocomplete="username"
        maxlength={254}
        required
      />
      <Field
        name="password"
        type="password"
        label={all.password}
        hint={all.account.passwordHint(passwordLength.least, passwordLength.recommended)}
        error={problems.password}
        autocomplete="new-password"
        required
      />
    </Card>
  )
}

function StartFields({ c, typed }: SetUpPageProps) {
  const words = texts(c.var.language).staffAccess.setUp
  return (
    <Card title={words.startTitle}>
      {c.var.kvit.config.edition !== "desktop" && (
        <Checkbox
          name="portalEnabled"
          label={words.portalEnabled}
          hint={words.portalHint}
          checked={typed.portalEnabled === "on"}
        />
      )}
      <Checkbox name="sample" label={words.sample} hint={words.sampleHint} checked={typed.sample === "on"} />
    </Card>
  )
}
