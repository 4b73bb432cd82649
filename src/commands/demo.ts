export async function demo(..._a: unknown[]): Promise<void> {}
