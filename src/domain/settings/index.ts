/** What a business decides: who it is, which features it uses, what its portal shows. */
export { dayGrounds, leastContrast } from "./business/accent.ts"
export { type BankDetails, getBankDetails, toBankDetails } from "./business/bank-details.ts"
export { addressOf, type Business, getBusiness } from "./business/business.ts"
export { type BusinessFace, findBusinessAt, findBusinessFace } from "./business/business-face.ts"
export {
  type BusinessField,
  type BusinessForm,
  type BusinessProblem,
  type BusinessProblems,
  businessFieldLengths,
  businessFields,
  isIbanNumber,
} from "./business/business-input.ts"
export {
  type BusinessChange,
  type BusinessSettings,
  type ChangeBusinessOutcome,
  changeBusiness,
  findLogo,
  getBusinessSettings,
} from "./business/change-business.ts"
export { type Feature, isFeatureOn, isPortalOpen, setFeature } from "./features.ts"
export { ensureInstallation, isSecretOf, WrongSecretError } from "./installation.ts"
export { findPortalImpact, type PortalImpact, type WantedPortal } from "./portal/portal-impact.ts"
export {
  type ChangePortalOutcome,
  changePortalSettings,
  getPortalSettings,
  getPortalSettingsForm,
  leastTokenExpiryDays,
  longestWelcome,
  mostTokenExpiryDays,
  type PortalForm,
  type PortalProblems,
  type PortalSettings,
  type PortalSwitch,
  portalSwitches,
  readPortalForm,
} from "./portal/portal-settings.ts"
export { completeSetUp, type NewBusiness, prepareSetUp, type SetUpOutcome } from "./set-up.ts"
