/** All data of an installation in one file, and back. The file is described in docs/backup.md. */
export { type BackupCounts, type BackupHead, countRows } from "./manifest.ts"
export { type Backup, openBackup } from "./read-backup.ts"
export { planMigrations, restoreBackup } from "./restore-backup.ts"
export { leftOut, listTablesToBackUp } from "./tables.ts"
export { type WrittenBackup, writeBackup } from "./write-backup.ts"
