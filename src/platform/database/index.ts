/**
 * The only way to the data. A query runs in an actor's transaction, which takes one database role and
 * the row-security settings of exactly that actor; see docs/architecture.md, "Actors".
 */
export {
  type Actor,
  type ActorEnvironment,
  type CustomerActor,
  type CustomerIdentity,
  type CustomerWay,
  createCustomerActor,
  createDoorActor,
  createStaffActor,
  createSystemActor,
  type Db,
  type DoorActor,
  type StaffActor,
  type StaffRole,
  type SystemActor,
  type Way,
  type WorkActor,
} from "./actor.ts"
export { type Connection, openPool, parseDatabaseUrl, withClient } from "./connection.ts"
export { type CopyIn, type CopyOut, copyIn, copyOut } from "./copy.ts"
export { asOwner, type Database, openDatabase } from "./database.ts"
export {
  findApplied,
  isUpgradePending,
  type MigrateOptions,
  type Migration,
  MigrationError,
  migrate,
  migrationLock,
  readMigrations,
  runMigrations,
} from "./migrate.ts"
export { prepareRoles } from "./roles.ts"
export { dumpSchema } from "./schema-dump.ts"
export { findDatabaseProblems } from "./self-check.ts"
export { late, prepare, type RowsOf, type Statement } from "./statement.ts"
export type { DB } from "./tables.ts"
