import type pg from "pg"
import { addStaff, type NewStaff, prepareFirstOwner, resetStaff } from "./add-staff.ts"
import {
  type BeginAnswer,
  beginSecondFactor,
  type ConfirmAnswer,
  changePassword,
  confirmSecondFactor,
  newRecoveryCodes,
  type PasswordAnswer,
  type RecoveryAnswer,
  type RemoveAnswer,
  removeSecondFactor,
} from "./credentials.ts"
import { createStaffEnvironment, type StaffAccountOptions } from "./environment.ts"
import type { PasswordProblem } from "./passwords.ts"
import {
  endOtherSessions,
  endSession,
  findSession,
  listSessions,
  type SessionLine,
  type StaffSession,
  signOut,
} from "./sessions.ts"
import {
  type SecondFactorAnswer,
  type SignInAnswer,
  signIn,
  type Visit,
  verifySecondFactor,
} from "./sign-in.ts"

/** How staff sign in, stay signed in, and change what they sign in with. Each verb's promise stands at its own. */
export interface StaffAccounts {
  findSession(request: Headers, businessId: string, isUse?: boolean): Promise<StaffSession | null>
  signIn(input: Visit & { email: string; password: string }): Promise<SignInAnswer>
  verifySecondFactor(input: Visit & { code: string; kind: "totp" | "recovery" }): Promise<SecondFactorAnswer>
  signOut(request: Headers, businessId: string): Promise<string[]>

  changePassword(input: Visit & { currentPassword: string; newPassword: string }): Promise<PasswordAnswer>
  beginSecondFactor(input: Visit & { password: string; issuer: string }): Promise<BeginAnswer>
  confirmSecondFactor(input: Visit & { code: string }): Promise<ConfirmAnswer>
  removeSecondFactor(input: Visit & { password: string }): Promise<RemoveAnswer>
  newRecoveryCodes(input: Visit & { password: string }): Promise<RecoveryAnswer>

  listSessions(session: StaffSession): Promise<SessionLine[]>
  endSession(businessId: string, session: StaffSession, sessionId: string): Promise<boolean>
  endOtherSessions(businessId: string, session: StaffSession): Promise<number>

  addStaff(input: NewStaff & { businessId: string }): Promise<{ staffId: string; password: string }>
  resetStaff(input: { businessId: string; email: string }): Promise<{ password: string }>
  prepareFirstOwner(owner: {
    email: string
    name: string
    password: string
    businessName: string
  }): Promise<PasswordProblem | ((client: pg.ClientBase, businessId: string) => Promise<void>)>

  /** Closes the accounts' own connections. */
  close(): Promise<void>
}

/** Opens nothing and loads nothing until the first call that needs it. */
export function openStaffAccounts(options: StaffAccountOptions): StaffAccounts {
  const environment = createStaffEnvironment(options)
  return {
    findSession: (request, businessId, isUse) => findSession(environment, request, businessId, isUse),
    signIn: (input) => signIn(environment, input),
    verifySecondFactor: (input) => verifySecondFactor(environment, input),
    signOut: (request, businessId) => signOut(environment, request, businessId),
    changePassword: (input) => changePassword(environment, input),
    beginSecondFactor: (input) => beginSecondFactor(environment, input),
    confirmSecondFactor: (input) => confirmSecondFactor(environment, input),
    removeSecondFactor: (input) => removeSecondFactor(environment, input),
    newRecoveryCodes: (input) => newRecoveryCodes(environment, input),
    listSessions: (session) => listSessions(environment, session),
    endSession: (businessId, session, sessionId) => endSession(environment, businessId, session, sessionId),
    endOtherSessions: (businessId, session) => endOtherSessions(environment, businessId, session),
    addStaff: (input) => addStaff(environment, input),
    resetStaff: (input) => resetStaff(environment, input),
    prepareFirstOwner: (owner) => prepareFirstOwner(environment, owner),
    close: () => environment.pool.end(),
  }
}
