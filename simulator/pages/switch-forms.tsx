import type { Context, Hono } from "hono"
import type { Control } from "../control/control.ts"
import {
  findBehaviour,
  forwardMs,
  isSwitch,
  SwitchesPage,
  switchedCalls,
  switchedRights,
} from "./switches.tsx"
import { chooseTexts } from "./texts.ts"

/** The switches' page and its buttons. */
export function mountSwitches(app: Hono, control: Control): void {
  const done = (c: Context) => c.redirect("/switches?done=saved", 303)
  app.get("/switches", (c) =>
    c.html(
      <SwitchesPage
        control={control}
        texts={chooseTexts(c.req.header("Accept-Language"))}
        isSaved={c.req.query("done") === "saved"}
      />,
    ),
  )
  app.post("/switches", async (c) => {
    const given = await c.req.parseBody()
    for (const fault of control.faults().filter(isSwitch)) control.removeFault(fault.id)
    for (const call of switchedCalls) {
      const behaviour = findBehaviour(String(given[call]))
      if (behaviour) control.addFault({ call, ...behaviour })
    }
    for (const { msn } of control.units()) {
      const rights = switchedRights.map((right) => [right, given[`${msn}-${right}`] !== undefined])
      control.setUnit(msn, Object.fromEntries(rights))
    }
    control.setSettings({ limits: given.limits !== undefined })
    return done(c)
  })
  app.post("/switches/off", (c) => {
    control.clearFaults()
    return done(c)
  })
  app.post("/switches/forward", async (c) => {
    const asked = await field(c, "ms")
    await control.advance(Number(forwardMs.find((ms) => ms === asked) ?? 0))
    return done(c)
  })
  app.post("/switches/release", async (c) => {
    const how = (await field(c, "how")) === "cut" ? "cut" : "answer"
    control.release({ id: await field(c, "id") }, how)
    return done(c)
  })
  app.post("/switches/remove", async (c) => {
    control.removeFault(await field(c, "id"))
    return done(c)
  })
  app.post("/switches/repeat", async (c) => {
    control.repeatDelivery(await field(c, "id"))
    return done(c)
  })
}

async function field(c: Context, name: string): Promise<string> {
  return String((await c.req.parseBody())[name] ?? "")
}
