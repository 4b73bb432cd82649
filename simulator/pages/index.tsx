/** The pages: the payer's phone, the landing page and the switches. */
import { type Context, Hono } from "hono"
import { csrf } from "hono/csrf"
import type { Control } from "../control/control.ts"
import { approvePayment, declinePayment, ignorePayment, sendToApp } from "../payments/payer.ts"
import { findPaymentByToken, findUnit } from "../payments/payment.ts"
import type { Payment } from "../world/state.ts"
import type { World } from "../world/world.ts"
import { script, stylesheet } from "./assets.ts"
import { readNumber } from "./format.ts"
import { LandingPage } from "./landing.tsx"
import { NotFound } from "./layout.tsx"
import { ChoosePhonePage, PhonePage, RequestPage } from "./phone.tsx"
import { mountSwitches } from "./switch-forms.tsx"
import { chooseTexts } from "./texts.ts"

/** No `form-action`: a form that ends in the shop's page is redirected there, and browsers count that as its target. */
const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"

export function createPages(world: World, control: Control): Hono {
  const app = new Hono()
  app.get("/simulator.css", (c) => c.body(stylesheet, 200, { "Content-Type": "text/css; charset=utf-8" }))
  app.get("/simulator.js", (c) => c.body(script, 200, { "Content-Type": "text/javascript; charset=utf-8" }))
  for (const path of ["/", "/phone/*", "/phone", "/landing/*", "/switches/*", "/switches"])
    app.use(path, csrf(), async (c, next) => {
      await next()
      c.header("Content-Security-Policy", policy)
      c.header("Referrer-Policy", "same-origin")
      c.header("X-Content-Type-Options", "nosniff")
      c.header("Cache-Control", "no-store")
    })
  app.get("/", (c) => c.redirect("/phone"))
  mountPhone(app, world)
  mountLanding(app, world)
  mountSwitches(app, control)
  return app
}

const textsOf = (c: Context) => chooseTexts(c.req.header("Accept-Language"))
const isNumber = (digits: string) => /^\d{9,15}$/.test(digits)

async function field(c: Context, name: string): Promise<string> {
  const value = (await c.req.parseBody())[name]
  return typeof value === "string" ? value : ""
}

function mountPhone(app: Hono, world: World): void {
  app.get("/phone", (c) => {
    const typed = c.req.query("number") ?? null
    const number = readNumber(typed ?? "")
    if (isNumber(number)) return c.html(<PhonePage world={world} texts={textsOf(c)} number={number} />)
    return c.html(
      <ChoosePhonePage world={world} texts={textsOf(c)} typed={typed} />,
      typed === null ? 200 : 422,
    )
  })
  app.get("/phone/:token", (c) => {
    const payment = findPaymentByToken(world, c.req.param("token"))
    if (!payment?.isInApp) return c.html(<NotFound texts={textsOf(c)} />, 404)
    return c.html(<RequestPage world={world} texts={textsOf(c)} payment={payment} />)
  })
  const acts = {
    approve: (payment: Payment) => approvePayment(world, payment),
    decline: (payment: Payment) => declinePayment(world, payment),
    ignore: ignorePayment,
  }
  for (const act of ["approve", "decline", "ignore"] as const) {
    app.post(`/phone/:token/${act}`, async (c) => {
      const payment = findPaymentByToken(world, c.req.param("token"))
      if (!payment?.isInApp) return c.html(<NotFound texts={textsOf(c)} />, 404)
      const isLanding = (await field(c, "from")) === "landing"
      acts[act](payment)
      world.commit()
      const isFinished = payment.state !== "CREATED"
      if (isLanding && isFinished && payment.returnUrl) return c.redirect(payment.returnUrl, 303)
      return c.redirect(isLanding ? `/phone/${payment.token}` : `/phone?number=${payment.phoneNumber}`, 303)
    })
  }
}

function mountLanding(app: Hono, world: World): void {
  const show = (c: Context, typed: { number: string; problem: string } | null) => {
    const payment = find(c)
    if (!payment) return c.html(<NotFound texts={textsOf(c)} />, 404)
    const name = findUnit(world, payment.msn)?.name ?? payment.msn
    const changes = c.req.query("number") === "other"
    return c.html(
      <LandingPage texts={textsOf(c)} payment={payment} name={name} changes={changes} typed={typed} />,
      typed ? 422 : 200,
    )
  }
  /** A payment pushed to the phone has no landing page. */
  const find = (c: Context) => {
    const payment = findPaymentByToken(world, c.req.param("token") ?? "")
    return payment?.flow === "PUSH_MESSAGE" ? null : payment
  }
  app.get("/landing/:token", (c) => show(c, null))
  app.post("/landing/:token/number", async (c) => {
    const payment = find(c)
    const typed = await field(c, "number")
    const number = readNumber(typed)
    const texts = textsOf(c)
    if (!isNumber(number)) return show(c, { number: typed, problem: texts.numberWrong })
    const sent = payment ? sendToApp(world, payment, number) : null
    if (sent?.ok === false && sent.refusal.code === "7010")
      return show(c, { number: typed, problem: texts.numberUnknown })
    world.commit()
    return c.redirect(`/landing/${c.req.param("token")}`, 303)
  })
  app.post("/landing/:token/card", (c) => {
    const payment = find(c)
    if (payment?.method === "CARD") approvePayment(world, payment)
    world.commit()
    const isFinished = payment && payment.state !== "CREATED" && payment.returnUrl
    return c.redirect(isFinished || `/landing/${c.req.param("token")}`, 303)
  })
  app.post("/landing/:token/cancel", (c) => {
    const payment = find(c)
    if (!payment) return c.html(<NotFound texts={textsOf(c)} />, 404)
    declinePayment(world, payment)
    world.commit()
    return c.redirect(payment.returnUrl ?? `/landing/${payment.token}`, 303)
  })
}
