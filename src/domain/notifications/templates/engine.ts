import type { Liquid } from "liquidjs"

/** What a mail needs of Liquid. Everything that reads another template, loops or counts is left out. */
const allowedTags = ["if", "unless", "case", "assign", "comment", "raw"]

let engine: Promise<Liquid> | undefined

/**
 * The template language: an unknown variable or filter is an error, no file can be read, and rendering ends after
 * a bounded time and amount. It writes plain text; what becomes HTML is escaped as a whole afterwards (layout.ts).
 */
export function openEngine(): Promise<Liquid> {
  engine ??= makeEngine()
  return engine
}

async function makeEngine(): Promise<Liquid> {
  const { Liquid } = await import("liquidjs")
  const liquid = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    // With templates given in memory, none is ever looked for in a folder.
    templates: {},
    parseLimit: 20_000,
    renderLimit: 500,
    memoryLimit: 1_000_000,
  })
  for (const name of Object.keys(liquid.tags)) if (!allowedTags.includes(name)) delete liquid.tags[name]
  return liquid
}
