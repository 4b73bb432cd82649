/** The sample business: a workshop in Aarhus with three years of history, written through the real verbs. */
export { loadSample } from "./load-sample.ts"
export { createSampleBusiness, type SampleStaff, sampleCustomersWithLinks } from "./sample-business.ts"
