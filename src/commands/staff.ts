import { z } from "zod"
import type { StaffRole } from "../platform/database/index.ts"
import { type CommandOptions, say, withBusiness } from "./open.ts"
import { UsageError } from "./problems.ts"

interface AddOptions extends CommandOptions {
  name: string
  role: StaffRole
}

/** Adds a member of staff and prints the password, which is shown this once. */
export async function addMember(email: string, options: AddOptions): Promise<void> {
  checkEmail(email)
  const name = options.name.trim()
  if (name === "" || name.length > 200) throw new UsageError("--name must have 1 to 200 characters.")
  await withBusiness(options, "command", async ({ staffAccounts }, { businessId }) => {
    const { password } = await staffAccounts.addStaff({ businessId, email, name, role: options.role })
    say(
      options,
      `${name} is on the staff and signs in with ${email} and this password, shown only now:\n  ${password}`,
      {
        email,
        role: options.role,
        password,
      },
    )
  })
}

/** Gives a member of staff a new password, printed this once, and takes away second factor and sessions. */
export async function resetMember(email: string, options: CommandOptions): Promise<void> {
  checkEmail(email)
  await withBusiness(options, "command", async ({ staffAccounts }, { businessId }) => {
    const { password } = await staffAccounts.resetStaff({ businessId, email })
    say(
      options,
      `${email} signs in with this password, shown only now, and sets up the second factor anew:\n  ${password}`,
      { email, password },
    )
  })
}

function checkEmail(email: string): void {
  if (!z.email().max(254).safeParse(email.trim()).success) {
    throw new UsageError(`${email} is not an e-mail address.`)
  }
}
