/** What a business decides: who it is, which features it uses, what its portal shows. */
export { addressOf, type Business, getBusiness } from "./business.ts"
export { type Feature, features, isFeatureOn, isPortalOpen } from "./features.ts"
export { getPortalSettings, type PortalSettings } from "./portal-settings.ts"
