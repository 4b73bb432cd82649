export async function importCsvFile(..._a: unknown[]): Promise<void> {}
