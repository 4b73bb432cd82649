/** How staff sign in. Customers' ways in are elsewhere, with other cookies, other tables and other rules. */
export { type NewStaff, StaffAccountError } from "./add-staff.ts"
export { drawEnrolment, type Enrolment, type Hindrance } from "./credentials.ts"
export type { StaffAccountOptions } from "./environment.ts"
export { type PasswordProblem, passwordLength } from "./passwords.ts"
export type { Pending, SessionLine, StaffSession } from "./sessions.ts"
export type { Visit } from "./sign-in.ts"
export { openStaffAccounts, type StaffAccounts } from "./staff-accounts.ts"
