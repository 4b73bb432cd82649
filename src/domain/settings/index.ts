/** What a business decides: who it is, which features it uses, what its portal shows. */
export { addressOf, type Business, getBusiness } from "./business.ts"
export { type BusinessFace, findBusinessFace } from "./business-face.ts"
export { type Feature, features, isFeatureOn, isPortalOpen } from "./features.ts"
export { ensureInstallation, WrongSecretError } from "./installation.ts"
export { getPortalSettings, type PortalSettings } from "./portal-settings.ts"
export { completeSetUp, type NewBusiness, prepareSetUp, type SetUpOutcome, writeBusiness } from "./set-up.ts"
