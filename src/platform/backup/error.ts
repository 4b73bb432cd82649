/** A backup cannot be made, read or put back. The message says what to do. */
export class BackupError extends Error {}
