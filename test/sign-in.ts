/** Mails of signing in, in a test's hands: asks as a browser does, and reads what the worker would have mailed. */
import { lookUpFlow, mintSignIn, type SignInRecipient } from "../src/domain/access/index.ts"
import { asOwner } from "../src/platform/database/index.ts"
import { newId } from "../src/platform/ids/index.ts"
import { routes } from "../src/routes.ts"
import type { TestBrowser } from "./browser.ts"
import type { TestApp } from "./harness.ts"

export interface SignInMail extends SignInRecipient {
  token: string
  code: string
  /** The address of the link, without the origin. */
  link: string
}

/** What a browser sends when a person goes to an address. */
export const navigation = {
  "sec-fetch-mode": "navigate",
  "sec-fetch-dest": "document",
  "sec-fetch-site": "none",
  "sec-fetch-user": "?1",
}

export function useSignIn(app: TestApp) {
  const { kvit, system, businessId } = app
  const query = async <Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> =>
    asOwner(app.owner, async (client) => (await client.query<Row>(text, values)).rows)

  /** Does the worker's part of everything asked for and not looked at yet. */
  async function deliver(): Promise<SignInMail[]> {
    const flows = await query<{ id: string }>(
      "select id from sign_in_flows where business_id = $1 and outcome is null order by id",
      [businessId],
    )
    const mails: SignInMail[] = []
    for (const { id } of flows) {
      const queued: SignInRecipient[] = []
      await lookUpFlow(kvit, system, id, async (_, recipient) => void queued.push(recipient))
      for (const recipient of queued) {
        const made = await mintSignIn(kvit, system, id, newId())
        if (made)
          mails.push({ ...recipient, ...made, link: routes.portal.signInLink.to({ token: made.token }) })
      }
    }
    return mails
  }

  return {
    query,
    deliver,
    ask: (browser: TestBrowser, email: string, headers?: Record<string, string>) =>
      browser.post(routes.portal.signIn.to(), { email }, headers),
    /** Asks and gets the one mail that follows. */
    async mailFor(browser: TestBrowser, email: string): Promise<SignInMail> {
      await browser.post(routes.portal.signIn.to(), { email })
      const [mail, ...more] = await deliver()
      if (!mail || more.length > 0) throw new Error(`Not one mail, but ${more.length}.`)
      return mail
    },
    async contact(
      customer: { id: string },
      email: string,
      maySee: "everything" | "invoices" | "quotes" = "everything",
    ): Promise<string> {
      const id = newId()
      await query(
        "insert into contacts (business_id, id, customer_id, name, email, may_see) values ($1, $2, $3, 'Anna', $4, $5)",
        [businessId, id, customer.id, email, maySee],
      )
      return id
    },
    /** As after some time without anybody: every limit is whole again. */
    rest: () => query("delete from kvit_installation.budgets"),
    isIn: async (browser: TestBrowser) => (await browser.get(routes.portal.home.to())).status === 200,
    code: (browser: TestBrowser, code: string) => browser.post(routes.portal.signInCode.to(), { code }),
  }
}
