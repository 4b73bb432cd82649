import type { ActorEnvironment, SystemActor } from "../../../platform/database/index.ts"
import type { Log } from "../../../platform/log/index.ts"
import type { Secrets } from "../../../platform/secrets/index.ts"
import type { LinkMakers } from "./link-makers.ts"

/** What sending needs of the program around it. */
export interface MailEnvironment extends ActorEnvironment {
  secrets: Secrets
  log: Log
  /** False in the demo: whatever the settings say, mails are kept to be read and never sent. */
  sends: boolean
  linkMakers: (actor: SystemActor) => LinkMakers
}
