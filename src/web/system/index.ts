/** What belongs to no door: built files, health, and the pages of last resort. */
export { showError, showNotFound } from "./last-resort.tsx"
export { mountSystem } from "./mount-system.ts"
