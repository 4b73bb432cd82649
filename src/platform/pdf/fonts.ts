import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import subsetFont from "subset-font"
import { readCoverage, renameFamily } from "./font-file.ts"

/**
 * Inter as the package ships it: one variable font a script. Typst reads no WOFF2 and no variable fonts,
 * so each is unpacked at the weights the templates use. It takes a tenth of a second.
 */
const scripts = ["latin", "latin-ext", "greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese"]
const weights = [400, 550, 650]

const resolve = createRequire(import.meta.url).resolve

export interface Fonts {
  files: Buffer[]
  /** In the order in which a character is looked for. */
  families: string[]
}

/** The fonts every PDF is set in. The same on every machine: no font of the system is used. */
export async function makeFonts(): Promise<Fonts> {
  const files: Buffer[] = []
  for (const script of scripts) {
    const source = await readFile(
      resolve(`@fontsource-variable/inter/files/inter-${script}-wght-normal.woff2`),
    )
    for (const wght of weights) {
      const font = await subsetFont(source, "", {
        keepAllGlyphs: true,
        targetFormat: "truetype",
        variationAxes: { wght },
      })
      files.push(renameFamily(font, familyOf(script)))
    }
  }
  return { files, families: scripts.map(familyOf) }
}

/** Every character that can be set. */
export function readCoverages(files: Buffer[]): Set<number> {
  const covered = new Set<number>()
  for (const file of files) for (const code of readCoverage(file)) covered.add(code)
  return covered
}

function familyOf(script: string): string {
  return `Kvit Inter ${script}`
}
