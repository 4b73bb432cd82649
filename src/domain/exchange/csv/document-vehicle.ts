import type { DocumentData, Vehicle } from "../../documents/index.ts"
import type { DocumentField } from "./document-columns.ts"
import type { RowReader } from "./row-reader.ts"

/** The vehicle a document is about, as its first row tells of it. */
export function readVehicle(reader: RowReader<DocumentField>): Vehicle | undefined {
  const registration = reader.text("registration")
  const vin = reader.text("vin")
  const make = reader.text("make")
  const model = reader.text("model")
  const year = wholeNumber(reader, "year")
  const odometerKm = wholeNumber(reader, "odometer")
  const vehicle: Vehicle = {
    ...(registration && { registration }),
    ...(vin && { vin }),
    ...(make && { make }),
    ...(model && { model }),
    ...(year !== undefined && { year }),
    ...(odometerKm !== undefined && { odometerKm }),
  }
  return Object.keys(vehicle).length === 0 ? undefined : vehicle
}

export function readDealer(reader: RowReader<DocumentField>): DocumentData["dealer"] {
  const branch = reader.text("branch")
  if (branch === undefined) return undefined
  const address = reader.text("branchAddress")
  const phone = reader.text("branchPhone")
  const contactPerson = reader.text("branchContact")
  return {
    branch,
    ...(address && { address }),
    ...(phone && { phone }),
    ...(contactPerson && { contactPerson }),
  }
}

/** `84500`, `84.500` and `84 500 km` alike: years and kilometres have no decimals. */
function wholeNumber(reader: RowReader<DocumentField>, field: "year" | "odometer"): number | undefined {
  const stated = reader.text(field)
  if (stated === undefined) return undefined
  const digits = stated.replace(/\s*km$/i, "").replace(/[\s.,\u00A0](?=\d{3}(\D|$))/g, "")
  return /^\d{1,8}$/.test(digits) ? Number(digits) : reader.refuse(field, "is not a whole number")
}
