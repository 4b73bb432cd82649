/** Paying in tests of pages: MobilePay set up, and attempts brought to a state, without asking any provider. */
import { asOwner } from "../src/platform/database/index.ts"
import { routes } from "../src/routes.ts"
import type { TestBrowser } from "./browser.ts"
import type { TestApp } from "./harness.ts"

type Columns = Record<string, string | number | boolean | bigint | Date | null>

/** MobilePay as a business sets it; the keys open nothing. */
export async function setUpMobilePay(app: TestApp, columns: Columns = {}): Promise<void> {
  const keys = { client_id: "test", sealed_client_secret: "\\x00", sealed_subscription_key: "\\x00" }
  const row: Columns = {
    business_id: app.businessId,
    enabled: true,
    merchant_serial_number: "2060591",
    ...keys,
    ...columns,
  }
  const names = Object.keys(row)
  await asOwner(app.owner, async (client) => {
    await client.query("delete from kvit.mobilepay_settings where business_id = $1", [app.businessId])
    await client.query(
      `insert into kvit.mobilepay_settings (${names.join(", ")}) values (${names.map((_, at) => `$${at + 1}`).join(", ")})`,
      Object.values(row),
    )
  })
}

/** Changes an attempt as its follower would, such as `{ state: "pending" }`. */
export async function setAttempt(app: TestApp, attemptId: string, columns: Columns): Promise<void> {
  const names = Object.keys(columns)
  await asOwner(app.owner, (client) =>
    client.query(
      `update kvit.payment_attempts set ${names.map((name, at) => `${name} = $${at + 2}`).join(", ")} where id = $1`,
      [attemptId, ...Object.values(columns)],
    ),
  )
}

/** The attempts there are of a document, the newest first. */
export async function attemptsOf(app: TestApp, documentId: string) {
  return asOwner(app.owner, async (client) => {
    const found = await client.query<{
      id: string
      amount: bigint
      phone_number: string | null
      method: string
    }>(
      `select a.id, a.amount, a.phone_number, a.method from kvit.payment_attempts a
       join kvit.payment_attempt_items i on i.attempt_id = a.id where i.document_id = $1 order by a.started_at desc`,
      [documentId],
    )
    return found.rows
  })
}

/** A browser whose customer came in by their token. */
export async function enterAs(app: TestApp, customer: { id: string; name: string }): Promise<TestBrowser> {
  const browser = app.browser()
  await browser.get(routes.portal.token.to({ token: await app.make.token(customer) }))
  return browser
}

/** Presses the pay button of an invoice as it is open now; answers the id of the attempt. */
export async function beginToPay(browser: TestBrowser, documentId: string, open: bigint): Promise<string> {
  const answer = await browser.post(routes.portal.documentPay.to({ id: documentId }), {
    shownOpen: String(open),
    amount: `${open / 100n}.${String(open % 100n).padStart(2, "0")}`,
    phone: "+45 12 34 56 78",
    method: "wallet",
  })
  const id = /\/portal\/payments\/([0-9a-f-]{36})/.exec(answer.headers.get("location") ?? "")?.[1]
  if (!id) throw new Error(`No payment was begun: ${answer.status} ${(await answer.text()).slice(0, 2000)}`)
  return id
}
