/** Those documents are addressed to: how they are recognised, found and shown. */
export { type ContactRow, type CustomerCard, findCustomerCard, type VehicleRow } from "./customer-card.ts"
export { type CustomerInput, type Identifier, identifiersOf } from "./customer-input.ts"
export {
  type CustomerPage,
  type CustomerRow,
  findCustomersByKey,
  listCustomers,
  searchCustomerIds,
} from "./find-customers.ts"
export { findOrCreateCustomers } from "./find-or-create.ts"
export { lockNewCustomers } from "./insert-customers.ts"
export { CustomerConflict, isSameName } from "./recognise.ts"
export { recordVehicles, type SeenVehicle } from "./record-vehicles.ts"
export { type SavedCustomer, saveCustomers } from "./save-customers.ts"
