/**
 * The official rules of EN 16931 and Peppol BIS Billing 3, run on what we write. They are not part of the
 * project: they are looked for in `shared/data/peppol/rules`, from here upwards.
 */
import { existsSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { Schema } from "node-schematron"

export interface PeppolRules {
  /** The rules the document breaks, each with its message. */
  check(xml: string): string[]
}

/** Null where the rules are not on this machine. */
export function findPeppolRules(): PeppolRules | null {
  const folder = findFolder()
  if (folder === null) return null
  registerFunctions()
  const schemas = ["CEN-EN16931-UBL.sch", "PEPPOL-EN16931-UBL.sch"].map((file) =>
    Schema.fromString(readFileSync(join(folder, file), "utf8")),
  )
  return {
    check: (xml) =>
      schemas.flatMap((schema) =>
        schema.validateString(xml).map(({ assertId, message }) => `${assertId}: ${message?.trim()}`),
      ),
  }
}

function findFolder(): string | null {
  for (let folder = import.meta.dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const rules = join(folder, "shared/data/peppol/rules")
    if (existsSync(rules)) return rules
  }
  return null
}

type Register = <Values extends unknown[]>(
  name: { namespaceURI: string; localName: string },
  parameters: string[],
  returns: string,
  call: (context: unknown, ...values: Values) => boolean,
) => void

/**
 * The Schematron defines its own XPath functions in XSLT, which node-schematron does not read. The ones
 * Danish invoices meet are written here; the checks of other countries' numbers refuse to answer.
 */
function registerFunctions(): void {
  const near = createRequire(createRequire(import.meta.url).resolve("node-schematron"))
  const register: Register = near("fontoxpath").registerCustomXPathFunction
  const decimals = ["xs:double", "xs:double", "xs:double"]
  register({ namespaceURI: "utils", localName: "slack" }, decimals, "xs:boolean", isWithin)
  register({ namespaceURI: "utils", localName: "gln" }, ["xs:string?"], "xs:boolean", isGln)
  const elsewhere = ["mod11", "mod97-0208", "checkCodiceIPA", "checkCF", "checkCF16", "checkPIVAseIT"]
  for (const localName of [...elsewhere, "abn", "TinVerification", "checkSEOrgnr"]) {
    register({ namespaceURI: "utils", localName }, ["item()?"], "xs:boolean", () => {
      throw new Error(`The rule with u:${localName} cannot be run here.`)
    })
  }
}

function isWithin(_: unknown, expected: number, value: number, slack: number): boolean {
  return Math.abs(expected - value) <= slack + 1e-9
}

/** GS1's check digit. */
function isGln(_: unknown, number: string): boolean {
  const digits = [...number].map(Number)
  const check = digits.pop()
  const sum = digits.reverse().reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 3 : 1), 0)
  return (10 - (sum % 10)) % 10 === check
}
