import type { Child } from "hono/jsx"
import type { Control } from "../control/control.ts"
import { callKinds, type Fault, type NewFault } from "../faults/faults.ts"
import { formatTime } from "./format.ts"
import { Act, Page } from "./layout.tsx"
import type { Texts } from "./texts.ts"

export const switchedCalls = [...callKinds.filter((call) => call !== "approve"), "delivery" as const]
export const switchedRights = [
  "pushAllowed",
  "cardAllowed",
  "partialCaptureAllowed",
  "bankAccountVerified",
] as const
export const forwardMs = ["60000", "600000", "3600000", "86400000"] as const

type Behaviour = keyof Texts["behaviours"]
const slowMs = 5_000
const delayMs = 10_000
const behaviours: Record<Behaviour, Omit<NewFault, "call"> | null> = {
  normal: null,
  "answer-500": { do: "answer", status: 500 },
  "answer-429": { do: "answer", status: 429 },
  "answer-423": { do: "answer", status: 423 },
  slow: { do: "slow", ms: slowMs },
  hold_before: { do: "hold_before" },
  hold_after: { do: "hold_after" },
  cut_before: { do: "cut_before" },
  cut_after: { do: "cut_after" },
  delay: { do: "delay", ms: delayMs },
  drop: { do: "drop" },
  duplicate: { do: "duplicate" },
  reorder: { do: "reorder" },
  hold: { do: "hold" },
}
const ofDeliveries: Behaviour[] = ["normal", "delay", "drop", "duplicate", "reorder", "hold"]
const ofCalls = (Object.keys(behaviours) as Behaviour[]).filter(
  (each) => each === "normal" || !ofDeliveries.includes(each),
)

/** Whether a fault is one that this page sets: for all calls of a kind, until it is switched off. */
export function isSwitch(fault: Fault): boolean {
  const isForAll = fault.times === undefined && fault.reference === undefined && fault.event === undefined
  return isForAll && behaviourOf(fault) !== null
}

function behaviourOf(fault: Fault): Behaviour | null {
  const found = (Object.keys(behaviours) as Behaviour[]).find((name) => {
    const each = behaviours[name]
    return each && each.do === fault.do && each.status === fault.status && each.ms === fault.ms
  })
  return fault.code === undefined ? (found ?? null) : null
}

export function findBehaviour(name: string): Omit<NewFault, "call"> | null {
  return behaviours[name as Behaviour] ?? null
}

export function SwitchesPage({
  control,
  texts,
  isSaved,
}: {
  control: Control
  texts: Texts
  isSaved: boolean
}) {
  const faults = control.faults()
  return (
    <Page texts={texts} title={texts.switches} wide live>
      <h1>{texts.switches}</h1>
      <p class="soft">{texts.switchesIntro}</p>
      {isSaved && (
        <p role="status">
          <span class="badge good">{texts.saved}</span>
        </p>
      )}
      <form method="post" action="/switches" class="sheet">
        <h2>{texts.calls}</h2>
        <div class="grid">
          {switchedCalls.map((call) => (
            <Switch
              texts={texts}
              call={call}
              fault={faults.find((each) => each.call === call && isSwitch(each))}
            />
          ))}
        </div>
        <Rights control={control} texts={texts} />
        <div class="line">
          <button type="submit" class="main">
            {texts.save}
          </button>
        </div>
      </form>
      <div class="line">
        <Act to="/switches/off" label={texts.allOff} />
      </div>
      <h2>{texts.clock}</h2>
      <p class="soft">{texts.clockHelp}</p>
      <div class="line">
        {forwardMs.map((ms) => (
          <Act to="/switches/forward" fields={{ ms }} label={`+ ${texts.forward[ms]}`} />
        ))}
      </div>
      <Live control={control} texts={texts} />
    </Page>
  )
}

function Switch({ texts, call, fault }: { texts: Texts; call: Fault["call"]; fault: Fault | undefined }) {
  const now = fault ? behaviourOf(fault) : "normal"
  return (
    <div>
      <label for={call}>{texts.callNames[call]}</label>
      <select id={call} name={call}>
        {(call === "delivery" ? ofDeliveries : ofCalls).map((name) => (
          <option value={name} selected={name === now}>
            {texts.behaviours[name]}
          </option>
        ))}
      </select>
    </div>
  )
}

function Rights({ control, texts }: { control: Control; texts: Texts }) {
  return (
    <>
      {control.units().map((unit) => (
        <>
          <h2>
            {texts.unit} {unit.name} ({unit.msn})
          </h2>
          {switchedRights.map((right) => (
            <label class="check">
              <input type="checkbox" name={`${unit.msn}-${right}`} checked={unit[right]} />
              {texts.unitNames[right]}
            </label>
          ))}
        </>
      ))}
      <label class="check">
        <input type="checkbox" name="limits" checked={control.settings().limits} />
        {texts.limits}
      </label>
    </>
  )
}

const mostDeliveries = 20
const deliveryTones = { waiting: "waiting", delivered: "good", dropped: "quiet", given_up: "quiet" }

/** What goes on by itself: held calls, faults of programs, webhooks. */
function Live({ control, texts }: { control: Control; texts: Texts }) {
  const holds = control.holds()
  const others = control.faults().filter((fault) => !isSwitch(fault))
  const deliveries = control.deliveries().toReversed().slice(0, mostDeliveries)
  return (
    <div data-live>
      <h2>{texts.held}</h2>
      {holds.length === 0 && <p class="soft">{texts.nothingHeld}</p>}
      <List
        rows={holds.map(({ id, call, reference }) => (
          <li>
            <span>
              {texts.callNames[call as Fault["call"]]} <small>{reference}</small>
            </span>
            <span class="line">
              <Act
                to="/switches/release"
                fields={{ id, how: "answer" }}
                id={`go-${id}`}
                label={texts.release}
                class="slim"
              />
              <Act
                to="/switches/release"
                fields={{ id, how: "cut" }}
                id={`cut-${id}`}
                label={texts.cut}
                class="slim"
              />
            </span>
          </li>
        ))}
      />
      {others.length > 0 && <h2>{texts.otherFaults}</h2>}
      <List
        rows={others.map((fault) => (
          <li>
            <span>
              {texts.callNames[fault.call]}: {fault.do} {fault.status} {fault.code}{" "}
              <small>{fault.reference}</small>
            </span>
            <small>{texts.times(fault.met, fault.times)}</small>
            <Act
              to="/switches/remove"
              fields={{ id: fault.id }}
              id={`fault-${fault.id}`}
              label={texts.remove}
              class="slim"
            />
          </li>
        ))}
      />
      <h2>{texts.deliveries}</h2>
      {deliveries.length === 0 && <p class="soft">{texts.noDeliveries}</p>}
      <List
        rows={deliveries.map((each) => (
          <li>
            <span>
              {each.name} <small>{each.reference}</small>
              <br />
              <small>
                {formatTime(texts, each.createdAt)} · {texts.attempts(each.attempts)}
                {each.lastStatus ? ` · ${each.lastStatus}` : ""}
              </small>
            </span>
            <span class={`badge ${deliveryTones[each.state]}`}>{texts.deliveryStates[each.state]}</span>
            <Act
              to="/switches/repeat"
              fields={{ id: each.id }}
              id={`again-${each.id}`}
              label={texts.sendAgain}
              class="slim"
            />
          </li>
        ))}
      />
    </div>
  )
}

function List({ rows }: { rows: Child[] }) {
  return rows.length > 0 ? <ul class="rows">{rows}</ul> : null
}
