import type { HttpBindings } from "@hono/node-server"
import type { Context } from "hono"
import type { Unit } from "../world/state.ts"

export interface ProviderEnv {
  Bindings: HttpBindings
  Variables: { unit: Unit }
}
export type ProviderContext = Context<ProviderEnv>
