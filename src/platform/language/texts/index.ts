/** Every text people read, in one typed catalogue a language. A text missing in one of them does not compile. */
import type { Language } from "../index.ts"
import { documentDa } from "./document.da.ts"
import { documentEn } from "./document.en.ts"
import { frameDa } from "./frame.da.ts"
import { frameEn } from "./frame.en.ts"
import { portalDa } from "./portal.da.ts"
import { portalEn } from "./portal.en.ts"
import { sharedDa } from "./shared.da.ts"
import { sharedEn } from "./shared.en.ts"
import { staffAccessDa } from "./staff-access.da.ts"
import { staffAccessEn } from "./staff-access.en.ts"

const en = {
  shared: sharedEn,
  document: documentEn,
  frame: frameEn,
  portal: portalEn,
  staffAccess: staffAccessEn,
}
export type Texts = typeof en
const da: Texts = {
  shared: sharedDa,
  document: documentDa,
  frame: frameDa,
  portal: portalDa,
  staffAccess: staffAccessDa,
}

const catalogue: Record<Language, Texts> = { en, da }

export function texts(language: Language): Texts {
  return catalogue[language]
}
