export async function importUblFiles(..._a: unknown[]): Promise<void> {}
