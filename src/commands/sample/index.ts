import type { Runtime } from "../../runtime.ts"
export async function loadSample(_r: Runtime, _b: string): Promise<void> {}
