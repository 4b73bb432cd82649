import { expect, test } from "vitest"
import { ConfigError } from "../config.ts"
import { StaffAccountError } from "../domain/access/staff/index.ts"
import { CsvFileError } from "../domain/exchange/index.ts"
import { WrongSecretError } from "../domain/settings/index.ts"
import { MigrationError } from "../platform/database/index.ts"
import { PrivatePostgresError } from "../platform/database/private-postgres/index.ts"
import { StartError } from "../runtime.ts"
import { explainProblem, UsageError } from "./problems.ts"

const withCode = (code: string, more: object = {}) =>
  Object.assign(new Error("connect failed"), { code, ...more })

test.each([
  new UsageError("Say which customer."),
  new ConfigError(["PORT must be a whole number from 0 to 65535."]),
  new StartError("Stop the other one."),
  new MigrationError("The data is newer."),
  new WrongSecretError("Another secret."),
  new PrivatePostgresError("The disk is full."),
  new StaffAccountError("exists", "She is on the staff already."),
  new CsvFileError("The file is empty."),
])("$message is said as it is written, with exit code 2", (error) => {
  expect(explainProblem(error)).toEqual({ message: error.message, exitCode: 2 })
})

test.each([
  ["EADDRINUSE", "Another program listens there already (127.0.0.1:4000)"],
  ["ECONNREFUSED", "The database cannot be reached (127.0.0.1:4000)"],
  ["28P01", "refused the user or the password"],
  ["3D000", "does not exist"],
  ["ENOSPC", "The disk is full"],
])("%s is a sentence that says what to do", (code, sentence) => {
  const problem = explainProblem(withCode(code, { address: "127.0.0.1", port: 4000 }))
  expect(problem.exitCode).toBe(2)
  expect(problem.message).toContain(sentence)
  expect(problem.message).not.toContain("connect failed")
})

test("the reasons of a host with several addresses are told as one", () => {
  const error = new AggregateError([withCode("EHOSTUNREACH"), withCode("ECONNREFUSED")], "")
  expect(explainProblem(error)).toMatchObject({
    exitCode: 2,
    message: expect.stringContaining("cannot be reached"),
  })
})

test("what nobody expected ends with 1 and says where to look, without a stack of calls", () => {
  const problem = explainProblem(new Error("the moon fell down", { cause: new Error("gravity") }))
  expect(problem.exitCode).toBe(1)
  expect(problem.message).toContain("the moon fell down gravity")
  expect(problem.message).toContain("LOG_LEVEL=debug")
  expect(problem.message).not.toContain("problems.test")
})
