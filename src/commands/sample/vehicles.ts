import { daysBetween } from "../../platform/clock/index.ts"
import type { Random } from "./random.ts"

export interface SampleVehicle {
  registration: string
  vin: string
  make: string
  model: string
  year: number
  /** Where the odometer stood at the start of the sample, and how fast it runs. */
  startKm: number
  kmADay: number
}

type Model = readonly [maker: string, make: string, models: readonly [string, ...string[]]]

const cars: readonly [Model, ...Model[]] = [
  ["WVWZZZ", "Volkswagen", ["Golf 1.5 TSI", "Polo 1.0 TSI", "Passat Variant 2.0 TDI", "ID.4 Pro"]],
  ["TMBZZZ", "Škoda", ["Octavia Combi 1.5 TSI", "Fabia 1.0 MPI", "Superb 2.0 TDI", "Enyaq iV 80"]],
  ["VF3ZZZ", "Peugeot", ["208 1.2 PureTech", "308 SW 1.5 BlueHDi", "2008 e-GT"]],
  ["JTDZZZ", "Toyota", ["Yaris 1.5 Hybrid", "Corolla Touring 1.8 Hybrid", "RAV4 2.5 Hybrid"]],
  ["KNAZZZ", "Kia", ["Ceed 1.0 T-GDI", "Picanto 1.0", "Niro EV"]],
  ["YV1ZZZ", "Volvo", ["V60 D4", "XC40 Recharge", "V90 B4"]],
  ["WF0ZZZ", "Ford", ["Focus 1.0 EcoBoost", "Fiesta 1.0", "Kuga 1.5"]],
]
const vans: readonly [Model, ...Model[]] = [
  ["WV1ZZZ", "Volkswagen", ["Transporter 2.0 TDI", "Caddy Cargo 2.0 TDI", "Crafter 35"]],
  ["WF0YYY", "Ford", ["Transit Custom 2.0", "Transit 350 L3"]],
  ["VF1ZZZ", "Renault", ["Trafic 2.0 dCi", "Kangoo 1.5 dCi", "Master 2.3 dCi"]],
  ["WDBZZZ", "Mercedes-Benz", ["Vito 116 CDI", "Sprinter 317 CDI"]],
]
const plateLetters = "ABCDEHJKLMNPRSTUVXYZ"

/** A vehicle of a company (often a van) or of a person, `thisYear` being the sample's last year. */
export function makeVehicle(random: Random, isCompany: boolean, thisYear: number): SampleVehicle {
  const [maker, make, models] = random.pick(isCompany && random.chance(65) ? vans : cars)
  const year = thisYear - random.whole(3, 12)
  const letter = () => plateLetters.charAt(random.whole(0, plateLetters.length - 1))
  const kmADay = isCompany ? random.whole(55, 120) : random.whole(22, 60)
  return {
    registration: `${letter()}${letter()} ${random.whole(20, 99)} ${random.whole(100, 999)}`,
    vin: `${maker}${letter()}${letter()}Z${letter()}${letter()}${String(random.whole(0, 999_999)).padStart(6, "0")}`,
    make,
    model: random.pick(models),
    year,
    startKm: (thisYear - 3 - year) * kmADay * 300 + random.whole(500, 9_000),
    kmADay,
  }
}

/** What the odometer shows on `date`; it never runs backwards. */
export function odometerOn(vehicle: SampleVehicle, start: string, date: string): number {
  return vehicle.startKm + Math.max(0, daysBetween(start, date)) * vehicle.kmADay
}
