/** Three years of the workshop's life: who came when, what was offered, ordered, billed, credited and paid. */

import type { DocumentKind } from "../../domain/documents/index.ts"
import { addDays } from "../../platform/clock/index.ts"
import type { Visit } from "./content.ts"
import { makeCustomers, type SampleCustomer } from "./customers.ts"
import { type JobLine, jobs, largeJobs, technicians } from "./jobs.ts"
import { createRandom, type Random } from "./random.ts"
import { makeVehicle, odometerOn, type SampleVehicle } from "./vehicles.ts"

export interface SampleDocument extends Visit {
  state: "draft" | "issued"
  /** Of an invoice: how much of what is open is paid, in percent, and when. Absent where nothing is. */
  paid?: { percent: number; on: string; method: "bank" | "card" | "cash" }
}

export interface SampleHistory {
  customers: SampleCustomer[]
  /** Oldest first. */
  documents: SampleDocument[]
}

const years = 3
const visitCount = 204

interface Car {
  owner: SampleCustomer
  vehicle: SampleVehicle
}

interface Scene {
  random: Random
  today: string
  start: string
  documents: SampleDocument[]
  payerOf: (customer: SampleCustomer) => SampleCustomer | undefined
}

/** The same history for the same `today`. */
export function makeHistory(today: string): SampleHistory {
  const random = createRandom(20_040_817)
  const customers = makeCustomers(random)
  const start = addDays(today, -365 * years)
  const thisYear = Number(today.slice(0, 4))
  const cars = customers.flatMap((owner) =>
    Array.from({ length: owner.vehicles }, () => ({
      owner,
      vehicle: makeVehicle(random, owner.input.kind === "company", thisYear),
    })),
  )
  const scene: Scene = {
    random,
    today,
    start,
    documents: [],
    payerOf: (customer) => customers.find((each) => each.key === customer.paidBy),
  }
  for (let visit = 0; visit < visitCount; visit += 1) {
    // The workshop grows: visits come closer together.
    const passed = Math.floor((visit / visitCount) ** 0.7 * 365 * years)
    const date = addDays(start, passed + random.whole(0, 3))
    // Every car comes; then those of firms come more often, as they drive more.
    const car = cars[visit % cars.length] ?? cars[0]
    if (car)
      addVisit(scene, random.chance(30) ? random.pick(asFilled(cars, car)) : car, date < today ? date : today)
  }
  addOffers(scene, cars)
  addOpenInvoices(scene, cars)
  const documents = scene.documents.sort((a, b) => (a.issueDate < b.issueDate ? -1 : 1))
  giveNumbers(documents)
  return { customers, documents }
}

const firstNumbers: Record<DocumentKind, number> = {
  quote: 3001,
  order: 5001,
  invoice: 24_001,
  credit_note: 801,
}
const prefixes: Record<DocumentKind, string> = { quote: "T", order: "O", invoice: "", credit_note: "K" }

/** Numbers in the order of time, as a workshop gives them, in place of those the documents knew each other by. */
function giveNumbers(documents: readonly SampleDocument[]): void {
  const next = { ...firstNumbers }
  const given = new Map<string, string>()
  for (const document of documents) {
    const number = `${prefixes[document.kind]}${next[document.kind]++}`
    given.set(document.number, number)
    document.number = number
  }
  const renamed = (number: string | undefined) => (number === undefined ? undefined : given.get(number))
  for (const { references } of documents) {
    const { quote, salesOrder, precedingInvoices } = references
    if (quote !== undefined) references.quote = renamed(quote)
    if (salesOrder !== undefined) references.salesOrder = renamed(salesOrder)
    if (precedingInvoices) {
      references.precedingInvoices = precedingInvoices.map((one) => ({
        ...one,
        number: renamed(one.number) ?? one.number,
      }))
    }
  }
}

function asFilled<T>(all: readonly T[], first: T): readonly [T, ...T[]] {
  return [first, ...all]
}

/** One visit: perhaps a quote, perhaps an order, an invoice, now and then a credit note. */
function addVisit(scene: Scene, car: Car, date: string): void {
  const { random, today } = scene
  const lines = pickJob(random, date)
  const quote = random.chance(24)
    ? add(scene, "quote", car, addDays(date, -random.whole(4, 12)), lines)
    : null
  const order =
    quote || random.chance(20) ? add(scene, "order", car, addDays(date, -random.whole(1, 3)), lines) : null
  if (order && quote) order.references = { ...order.references, quote: quote.number }
  const invoice = add(scene, "invoice", car, date, lines)
  if (order) invoice.references = { ...invoice.references, salesOrder: order.number }
  if (quote?.campaign !== undefined) invoice.campaign = quote.campaign
  invoice.dueDate = addDays(date, termsOf(scene, car.owner))
  const paid = pay(scene, invoice.dueDate, date)
  if (paid) invoice.paid = paid
  const creditedOn = addDays(date, random.whole(2, 15))
  if (random.chance(8) && creditedOn <= today) credit(scene, car, creditedOn, invoice)
}

const seasons: readonly [RegExp, readonly number[]][] = [
  [/vinter/i, [10, 11, 12, 1]],
  [/sommer/i, [3, 4, 5]],
  [/klima/i, [4, 5, 6, 7, 8]],
]

/** Nobody changes to winter wheels in June. */
function pickJob(random: Random, date: string): readonly JobLine[] {
  const month = Number(date.slice(5, 7))
  const name = (lines: readonly JobLine[]) => lines[0]?.name ?? ""
  const suits = (lines: readonly JobLine[]) =>
    seasons.every(([words, months]) => !words.test(name(lines)) || months.includes(month))
  let found = random.pick(jobs)
  while (!suits(found)) found = random.pick(jobs)
  return found
}

function add(
  scene: Scene,
  kind: DocumentKind,
  car: Car,
  wanted: string,
  lines: readonly JobLine[],
): SampleDocument {
  const { random } = scene
  const issueDate = wanted < scene.start ? scene.start : wanted
  const billTo = kind === "quote" ? undefined : scene.payerOf(car.owner)
  const { startKm: _start, kmADay: _daily, ...vehicle } = car.vehicle
  const document: SampleDocument = {
    kind,
    number: `${scene.documents.length}`,
    issueDate,
    state: "issued",
    customer: car.owner,
    ...(billTo ? { billTo } : {}),
    lines,
    vehicle: { ...vehicle, odometerKm: odometerOn(car.vehicle, scene.start, issueDate) },
    technician: random.pick(technicians),
    references: random.chance(car.owner.input.kind === "company" ? 45 : 0)
      ? { order: `${random.pick(["PO", "REK", "IND"])}-${random.whole(1_000, 9_999)}` }
      : {},
    notes: [],
  }
  if (kind === "quote") {
    document.validUntil = addDays(issueDate, 30)
    if (random.chance(30)) document.campaign = 10
  }
  scene.documents.push(document)
  return document
}

function termsOf(scene: Scene, owner: SampleCustomer): number {
  return (scene.payerOf(owner) ?? owner).termsDays
}

/** Most pay about when it is due; a few late, in part, or not yet. */
function pay(scene: Scene, dueDate: string, issueDate: string): SampleDocument["paid"] {
  const { random, today } = scene
  const on = addDays(dueDate, random.whole(-8, 11))
  const method = random.chance(80) ? "bank" : random.pick(["card", "card", "cash"] as const)
  const isOld = addDays(dueDate, 60) < today
  const kind = random.whole(1, 100)
  if (on > today || on < issueDate) return undefined
  if (kind <= (isOld ? 1 : 25)) return undefined
  return { percent: kind <= (isOld ? 2 : 40) ? random.pick([40, 50, 60]) : 100, on, method }
}

function credit(scene: Scene, car: Car, date: string, invoice: SampleDocument): void {
  const { random } = scene
  const isWhole = random.chance(35)
  const last = invoice.lines.at(-1)
  const note = add(scene, "credit_note", car, date, isWhole || !last ? invoice.lines : [last])
  note.notes = [
    isWhole ? "Faktureret ved en fejl; hele fakturaen krediteres." : "Delen blev ikke brugt og krediteres.",
  ]
  // One in five is goodwill for something else, and stays open until it is used.
  if (!random.chance(20)) {
    note.references = { precedingInvoices: [{ number: invoice.number, date: invoice.issueDate }] }
  }
  if (isWhole && invoice.campaign !== undefined) note.campaign = invoice.campaign
}

/** The first customer, whom the demo shows, has something of each sort to pay: due soon, partly paid, overdue. */
function addOpenInvoices(scene: Scene, cars: readonly Car[]): void {
  const own = cars.filter((car) => car.owner === cars[0]?.owner)
  const stories = [
    { daysAgo: 6, dueInDays: 8 },
    { daysAgo: 12, dueInDays: 2, percent: 50 },
    { daysAgo: 33, dueInDays: -19 },
  ]
  for (const [index, { daysAgo, dueInDays, percent }] of stories.entries()) {
    const car = own[index % own.length]
    const job = jobs[(index * 4 + 1) % jobs.length]
    if (!car || !job) return
    const date = addDays(scene.today, -daysAgo)
    const invoice = add(scene, "invoice", car, date, job)
    invoice.dueDate = addDays(scene.today, dueInDays)
    if (percent) invoice.paid = { percent, on: addDays(date, 5), method: "bank" }
  }
}

/** Large jobs that were only offered: some expired, some still stand; and a few drafts nobody has sent yet. */
function addOffers(scene: Scene, cars: readonly Car[]): void {
  const { random, today } = scene
  for (let offer = 0; offer < 26; offer += 1) {
    const car = cars[(offer * 7) % cars.length]
    if (!car) continue
    const daysAgo = offer < 9 ? random.whole(1, 24) : random.whole(40, 900)
    const quote = add(scene, "quote", car, addDays(today, -daysAgo), random.pick(largeJobs))
    quote.notes = ["Prisen er vejledende, indtil bilen er skilt ad; vi ringer, før den overskrides."]
  }
  for (let draft = 0; draft < 6; draft += 1) {
    const car = cars[(draft * 11 + 3) % cars.length]
    if (!car) continue
    const invoice = add(scene, "invoice", car, today, random.pick(jobs))
    invoice.state = "draft"
    invoice.dueDate = addDays(today, termsOf(scene, car.owner))
  }
}
