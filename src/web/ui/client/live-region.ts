/**
 * `<live-region id="…" events="…">` keeps its part of the page right. All regions of a page that name one address
 * share one event stream. On `change` the page's own address is read again and the regions that differ are brought
 * to what it says. Read by XMLHttpRequest, since its documents are made by the browser: no text becomes markup here,
 * which the page's policy forbids.
 */
import { bring } from "./bring.ts"

const regions = new Set<LiveRegion>()
const streams = new Map<
  string,
  { source?: EventSource; failures: number; timer?: ReturnType<typeof setTimeout> }
>()
const address = location.href.replace(/#.*/, "")
/** When what is shown was asked for. By the wall clock, which goes on while a computer sleeps. */
let shownAt = Date.now() - performance.now() + requestStart()
let reading = false
let again = false

class LiveRegion extends HTMLElement {
  /** As the server wrote it, in a document where nothing happens to it. */
  #written: Element | null = null
  #isLate = false

  connectedCallback(): void {
    this.#written ??= document.implementation.createHTMLDocument().importNode(this, true)
    regions.add(this)
    const events = this.getAttribute("events") ?? ""
    if (!streams.has(events)) streams.set(events, { failures: 0 })
    open(events)
    this.addEventListener("focusout", () => {
      if (this.#isLate) setTimeout(readAgain, 1000)
    })
  }

  disconnectedCallback(): void {
    regions.delete(this)
    const events = this.getAttribute("events") ?? ""
    if ([...regions].some((other) => other.getAttribute("events") === events)) return
    close(events)
    streams.delete(events)
  }

  /** Takes over what the page read again says, unless something is being typed here: then later. */
  take(page: Document): void {
    // A region within another is brought up to date with it.
    if (this.parentElement?.closest("live-region")) return
    const now = page.getElementById(this.id)
    const before = this.#written
    if (!now || !before || before.isEqualNode(now)) return
    const active = document.activeElement
    this.#isLate = isBeingFilled(this, active)
    if (this.#isLate) return
    const hadFocus = active && this.contains(active)
    bring(this, before, now)
    this.#written = now
    if (!hadFocus || active.isConnected) return
    const others = [...this.querySelectorAll<HTMLElement>("a, button, summary")]
    others.find((element) => element.isEqualNode(active))?.focus()
  }
}

function isBeingFilled(region: Element, active: Element | null): boolean {
  if (active?.matches("input, select, textarea") && region.contains(active)) return true
  return (
    [...region.querySelectorAll("select")].some(
      (field) =>
        field.selectedIndex !==
        Math.max(
          0,
          [...field.options].findIndex((option) => option.defaultSelected),
        ),
    ) ||
    [...region.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue) ||
    [...region.querySelectorAll("input")].some(
      (field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked,
    )
  )
}

function requestStart(): number {
  const [page] = performance.getEntriesByType("navigation")
  return page instanceof PerformanceNavigationTiming ? page.requestStart : 0
}

/** Whatever answers instead of this page (it ended, moved or is gone) is gone to as a page. */
function readAgain(): void {
  again = reading
  if (reading) return
  reading = true
  const asked = Date.now()
  const request = new XMLHttpRequest()
  request.open("GET", address)
  request.responseType = "document"
  request.setRequestHeader("X-Kvit-Live", "1")
  request.onloadend = () => {
    reading = false
    const { status, response: page } = request
    if (status === 200 && page && request.responseURL === address) {
      shownAt = asked
      for (const region of regions) region.take(page)
    } else if (status >= 200 && status < 500 && status !== 429) return location.replace(address)
    if (again) readAgain()
  }
  request.send()
}

/** `age` tells the server how old the page is, so that it says at once whether that still holds. */
function open(events: string): void {
  const stream = streams.get(events)
  if (!stream || stream.source || document.hidden) return
  clearTimeout(stream.timer)
  const source = new EventSource(`${events}${events.includes("?") ? "&" : "?"}age=${Date.now() - shownAt}`)
  stream.source = source
  source.onopen = () => {
    stream.failures = 0
  }
  source.addEventListener("change", readAgain)
  const retry = () => {
    close(events)
    stream.failures += 1
    const pause = Math.min(60_000, 2500 * 2 ** stream.failures) * (0.6 + Math.random())
    stream.timer = setTimeout(() => {
      // Where no stream is given, the page is at least read now and then.
      if (stream.failures > 1 && !document.hidden) readAgain()
      open(events)
    }, pause)
  }
  source.addEventListener("end", () => {
    retry()
    readAgain()
  })
  source.onerror = () => {
    // A connection that broke is opened again by the browser; a refused one is not.
    if (source.readyState === EventSource.CLOSED) retry()
  }
}

function close(events: string): void {
  const stream = streams.get(events)
  clearTimeout(stream?.timer)
  stream?.source?.close()
  delete stream?.source
}

/** A hidden tab holds no connection: browsers allow few to one host. Shown again, it asks whether it is still right. */
function watchAsShown(): void {
  for (const events of streams.keys()) {
    close(events)
    if (navigator.onLine) open(events)
  }
}

document.addEventListener("visibilitychange", watchAsShown)
addEventListener("online", watchAsShown)
addEventListener("offline", watchAsShown)
addEventListener("pageshow", (event) => event.persisted && watchAsShown())
addEventListener("pagehide", () => {
  for (const events of streams.keys()) close(events)
})

// After the computer slept, a connection may look open that is not.
let awakeAt = Date.now()
setInterval(() => {
  if (Date.now() - awakeAt > 30_000) watchAsShown()
  awakeAt = Date.now()
}, 10_000)

customElements.define("live-region", LiveRegion)
