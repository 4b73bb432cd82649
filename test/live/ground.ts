/** Two apps on one database behind sockets, as two server processes have it, and pages that watch at the second. */
import { setTimeout as wait } from "node:timers/promises"
import { expect } from "vitest"
import { createApp } from "../../src/app.ts"
import { asOwner, openDatabase } from "../../src/platform/database/index.ts"
import { openLive } from "../../src/platform/live/index.ts"
import { routes } from "../../src/routes.ts"
import type { TestBrowser } from "../browser.ts"
import { createTestApp, type TestApp } from "../harness.ts"
import { listen } from "../serve.ts"
import { type Stream, watch } from "./watch.ts"

export interface Known {
  id: string
  name: string
  browser: TestBrowser
  documentId: string
}

export type LiveGround = Awaited<ReturnType<typeof openLiveGround>>

export async function openLiveGround() {
  const app = await createTestApp({ secondFactor: false })
  const second = createSecondApp(app)
  const here = await listen(app)
  const there = await listen(second)
  await Promise.all([app.kvit.live.begin(), second.kvit.live.begin()])
  const open: Stream[] = []

  /** Opens the stream of a page, at the other process than the one that changes things, and lets it come to rest. */
  async function watchQuietly(browser: TestBrowser, path: string, origin = there.origin): Promise<Stream> {
    const stream = await watch(origin, path, browser)
    expect(stream.status).toBe(200)
    open.push(stream)
    await stream.nextChange()
    await wait(60)
    stream.settle()
    return stream
  }

  /** A customer with an invoice of 1,250.00, let in by their portal token. */
  async function makeCustomer(): Promise<Known> {
    const customer = await app.make.customer()
    const documentId = await app.make.document({ customer })
    const browser = app.browser()
    await browser.get(routes.portal.token.to({ token: await app.make.token(customer) }))
    return { ...customer, browser, documentId }
  }

  /** Somebody let in by a link of this document alone. */
  async function enterByLink(documentId: string): Promise<{ browser: TestBrowser; linkId: string }> {
    const { text, linkId } = await app.make.makeLink(documentId)
    const browser = app.browser()
    await browser.get(routes.portal.documentLink.to({ link: text }))
    return { browser, linkId }
  }

  return {
    app,
    second,
    here,
    there,
    watchQuietly,
    makeCustomer,
    enterByLink,
    query: (text: string, values: unknown[] = []) =>
      asOwner(app.owner, (client) => client.query(text, values)),
    close: async () => {
      for (const stream of open) stream.leave()
      await Promise.all([here.stop(), there.stop()])
      await second.close()
      await app.close()
    },
  }
}

/** Another server process on the same database, but for the process: its own connections, its own ears. */
function createSecondApp(first: TestApp) {
  const database = openDatabase({ app: first.kvit.database.app, owner: first.owner, max: 10 })
  const live = openLive({ connection: database.app, log: first.kvit.log })
  const kvit = { ...first.kvit, database, live }
  return { kvit, app: createApp(kvit), close: () => database.close() }
}
