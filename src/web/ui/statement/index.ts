/** The parts of a statement's page that portal and staff share. */
export * from "./ageing-card.tsx"
export * from "./asked.ts"
export * from "./period-choice.tsx"
export * from "./statement-sheet.tsx"
