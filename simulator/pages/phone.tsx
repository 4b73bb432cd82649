import type { Payment } from "../world/state.ts"
import type { World } from "../world/world.ts"
import { formatAmount, formatNumber, formatTime, stateOf } from "./format.ts"
import { Act, Page } from "./layout.tsx"
import type { Texts } from "./texts.ts"

const mostEarlier = 20

const nameOf = (world: World, payment: Payment) =>
  world.state.units.find(({ msn }) => msn === payment.msn)?.name ?? payment.msn

/** Whose phone: those that have been asked, and any other. */
export function ChoosePhonePage({
  world,
  texts,
  typed,
}: {
  world: World
  texts: Texts
  typed: string | null
}) {
  const known = new Map<string, number>()
  for (const payment of world.state.payments.toReversed()) {
    if (!payment.phoneNumber || !payment.isInApp) continue
    known.set(
      payment.phoneNumber,
      (known.get(payment.phoneNumber) ?? 0) + (payment.state === "CREATED" ? 1 : 0),
    )
  }
  return (
    <Page texts={texts} title={texts.phone} live>
      <h1>{texts.choosePhone}</h1>
      <p class="soft">{texts.choosePhoneHelp}</p>
      <form method="get" action="/phone" class="sheet">
        <NumberField texts={texts} value={typed ?? ""} problem={typed === null ? null : texts.numberWrong} />
        <div class="acts">
          <button type="submit" class="main whole">
            {texts.open}
          </button>
        </div>
      </form>
      <div data-live>
        {known.size > 0 && (
          <ul class="rows">
            {[...known].slice(0, mostEarlier).map(([number, waiting]) => (
              <li>
                <a href={`/phone?number=${number}`} id={`number-${number}`}>
                  {formatNumber(number)}
                </a>
                {waiting > 0 && <span class="badge waiting">{texts.waitingCount(waiting)}</span>}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Page>
  )
}

export function NumberField(props: { texts: Texts; value: string; problem: string | null }) {
  const { texts, value, problem } = props
  return (
    <>
      <label for="number">{texts.number}</label>
      <input
        id="number"
        name="number"
        type="tel"
        inputmode="tel"
        autocomplete="tel"
        required
        value={value}
        aria-describedby="number-help"
        aria-invalid={problem ? "true" : undefined}
      />
      <small id="number-help">
        {problem ? <span class="problem">{problem} </span> : null}
        {texts.numberHelp}
      </small>
    </>
  )
}

/** What waits on one phone, and what was before. */
export function PhonePage({ world, texts, number }: { world: World; texts: Texts; number: string }) {
  const own = world.state.payments
    .filter((payment) => payment.phoneNumber === number && payment.isInApp)
    .toReversed()
  const waiting = own.filter((payment) => payment.state === "CREATED")
  const earlier = own.filter((payment) => payment.state !== "CREATED").slice(0, mostEarlier)
  return (
    <Page texts={texts} title={formatNumber(number)} live>
      <div class="phone">
        <h1>{formatNumber(number)}</h1>
        <p>
          <a href="/phone">{texts.otherPhone}</a>
        </p>
        <div data-live>
          <p class="soft" role="status">
            {waiting.length > 0
              ? texts.waitingCount(waiting.length)
              : `${texts.nothingWaits}. ${texts.nothingWaitsHelp}`}
          </p>
          {waiting.map((payment) => (
            <Request world={world} texts={texts} payment={payment} from="phone" />
          ))}
          {earlier.length > 0 && <h2>{texts.history}</h2>}
          {earlier.length > 0 && (
            <ul class="rows">
              {earlier.map((payment) => (
                <Earlier texts={texts} payment={payment} name={nameOf(world, payment)} />
              ))}
            </ul>
          )}
        </div>
      </div>
    </Page>
  )
}

/** One payment in the app, where the landing page leads. */
export function RequestPage({ world, texts, payment }: { world: World; texts: Texts; payment: Payment }) {
  return (
    <Page texts={texts} title={texts.pay} live>
      <div class="phone">
        <h1>{formatNumber(payment.phoneNumber ?? "")}</h1>
        <div data-live>
          <Request world={world} texts={texts} payment={payment} from="landing" />
        </div>
      </div>
    </Page>
  )
}

interface RequestProps {
  world: World
  texts: Texts
  payment: Payment
  /** `landing`: the payer came from the landing page and goes back to the shop. */
  from: "phone" | "landing"
}

function Request({ world, texts, payment, from }: RequestProps) {
  const to = `/phone/${payment.token}`
  const isOpen = payment.state === "CREATED" && payment.unknownUntil === null
  const minutes = Math.ceil((payment.expiresAt - world.now()) / 60_000)
  return (
    <section class="sheet" aria-labelledby={`name-${payment.token}`}>
      <div id={`name-${payment.token}`}>{nameOf(world, payment)}</div>
      <div class="figure">{formatAmount(texts, payment.currency, payment.value)}</div>
      {payment.description && <div>{payment.description}</div>}
      <small>{payment.reference}</small>
      {payment.refusal && isOpen && (
        <p class="problem" role="alert">
          {texts.refusals[payment.refusal]}
        </p>
      )}
      {payment.unknownUntil !== null && <p class="soft">{texts.unknown}</p>}
      {isOpen ? (
        <>
          <p class="soft">
            {texts.minutesLeft(minutes)}
            {payment.isIgnored && ` · ${texts.ignored}`}
          </p>
          <div class="acts">
            <Act
              to={`${to}/approve`}
              fields={{ from }}
              id={`approve-${payment.token}`}
              class="main whole"
              label={`${texts.approve} ${formatAmount(texts, payment.currency, payment.value)}`}
            />
            <Act
              to={`${to}/decline`}
              fields={{ from }}
              id={`decline-${payment.token}`}
              label={texts.decline}
            />
            <Act
              to={`${to}/ignore`}
              fields={{ from }}
              id={`ignore-${payment.token}`}
              label={texts.ignore}
              class="plain"
            />
          </div>
        </>
      ) : (
        <Outcome
          texts={texts}
          payment={payment}
          name={nameOf(world, payment)}
          isLanding={from === "landing"}
        />
      )}
    </section>
  )
}

function Outcome(props: { texts: Texts; payment: Payment; name: string; isLanding: boolean }) {
  const { texts, payment, name } = props
  if (payment.state === "CREATED") return null
  const { word, tone } = stateOf(texts, payment)
  return (
    <>
      <p>
        <span class={`badge ${tone}`}>{word}</span>
      </p>
      {props.isLanding && payment.returnUrl && (
        <a class="button main" href={payment.returnUrl}>
          {texts.continueTo(name)}
        </a>
      )}
    </>
  )
}

function Earlier({ texts, payment, name }: { texts: Texts; payment: Payment; name: string }) {
  const { word, tone } = stateOf(texts, payment)
  return (
    <li class="pair">
      <span>{name}</span>
      <span class="end">{formatAmount(texts, payment.currency, payment.value)}</span>
      <small>
        {payment.description ?? payment.reference}
        <br />
        {formatTime(texts, payment.createdAt)}
      </small>
      <span class="end">
        <span class={`badge ${tone}`}>{word}</span>
      </span>
    </li>
  )
}
