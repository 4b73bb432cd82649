export async function doctor(..._a: unknown[]): Promise<void> {}
