import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { AnyContext } from "../../context.ts"
import { Button, Field } from "../../ui/index.ts"

export interface SignInFormProps {
  c: AnyContext
  /** Filled in where it is known whom a link was sent to. */
  address?: string | undefined
  problem?: string | undefined
  /** A page of ours to go to afterwards. */
  next?: string | undefined
}

/** Asks for the address. Stands on the sign-in page, and wherever a link or a visit has come to its end. */
export function SignInForm({ c, address, problem, next }: SignInFormProps) {
  const words = texts(c.var.language).portalSignIn
  return (
    <>
      <form method="post" action={routes.portal.signIn.to()} class="stack">
        {next && <input type="hidden" name="next" value={next} />}
        <Field
          name="email"
          type="email"
          label={words.email}
          value={address}
          error={problem}
          autocomplete="email"
          spellcheck={false}
          maxlength={254}
          required
        />
        <div class="actions">
          <Button kind="primary">{words.send}</Button>
        </div>
      </form>
      <p class="small">
        <a href={routes.portal.accessRequest.to()}>{words.unknown}</a>
      </p>
    </>
  )
}
