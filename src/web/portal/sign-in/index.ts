import { routes } from "../../../routes.ts"
import { type App, mount, type Refusals } from "../../guards/mount.ts"
import { askForMail, showSignIn } from "./ask.tsx"
import { enterCode, showCode } from "./code.tsx"
import { openLink, pressLink } from "./link.tsx"
import { endSession, showSessions, signOutEverywhere } from "./sessions.tsx"
import { sendAccessRequest, showAccessRequest } from "./unknown-address.tsx"

/** Coming in by mail, and seeing and ending where one is in. */
export function mountSignIn(app: App, refusals: Refusals): void {
  const { portal } = routes
  mount(app, portal.signIn, { GET: showSignIn, POST: askForMail }, refusals)
  mount(app, portal.signInCode, { GET: showCode, POST: enterCode }, refusals)
  mount(app, portal.signInLink, { GET: openLink, POST: pressLink }, refusals)
  mount(app, portal.accessRequest, { GET: showAccessRequest, POST: sendAccessRequest }, refusals)
  mount(app, portal.sessions, { GET: showSessions }, refusals)
  mount(app, portal.sessionEnd, { POST: endSession }, refusals)
  mount(app, portal.signOutEverywhere, { POST: signOutEverywhere }, refusals)
}
