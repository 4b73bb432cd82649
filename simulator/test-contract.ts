/** The provider's OpenAPI files, where they lie beside the project: what the simulator answers must be what they say. */
import { readFileSync } from "node:fs"
import { Ajv, type ValidateFunction } from "ajv"
import addFormats from "ajv-formats"
import { parse } from "yaml"
import { findOfficialFiles } from "../test/official-files.ts"

interface Operation {
  responses: Record<string, { $ref?: string; content?: Record<string, { schema: object }> }>
}
interface OpenApi {
  paths: Record<string, Record<string, Operation>>
  components: { responses?: Operation["responses"]; schemas: object }
}

const files = [
  { path: "vipps/epayment.effective-2026-11.json", prefix: "" },
  { path: "vipps/webhooks.v1.yaml", prefix: "/webhooks" },
  { path: "vipps/access-token.v2.0.0.yaml", prefix: "" },
]

/**
 * Throws where an answer is not one that the official file allows: its status, its content type, its content.
 * Says whether a file knows the call at all.
 */
export type CheckAnswer = (method: string, path: string, response: Response, text: string) => boolean

/** Null where the files are not there. */
export function openContract(): CheckAnswer | null {
  const specs = files.flatMap(({ path, prefix }, index) => {
    const file = findOfficialFiles(path)
    if (!file) return []
    const document = parse(readFileSync(file, "utf8")) as OpenApi
    return [{ document, prefix, id: `https://contract.example/${index}` }]
  })
  if (specs.length === 0) return null
  const ajv = new Ajv({ strict: false, allErrors: true })
  ;(addFormats as unknown as (ajv: Ajv) => void)(ajv)
  // The file calls the token `byte`, which is base64; a JWT, as its own text says the token is, has dots.
  ajv.addFormat("byte", true)
  for (const { document, id } of specs) ajv.addSchema({ ...document, $id: id })
  return (method, path, response, text) => {
    for (const { document, prefix, id } of specs) {
      const template = Object.keys(document.paths).find((each) => fits(prefix + each, path))
      const operation = template && document.paths[template]?.[method.toLowerCase()]
      if (!operation) continue
      check(ajv, document, id, operation, response, text)
      return true
    }
    return false
  }
}

function fits(template: string, path: string): boolean {
  return new RegExp(`^${template.replace(/\{\w+\}/g, "[^/]+")}$`).test(path)
}

/** Statuses of the gateway before the interfaces; the older two files name none of them. */
const ofTheGateway = [401, 403, 404, 429]

function check(
  ajv: Ajv,
  document: OpenApi,
  id: string,
  operation: Operation,
  response: Response,
  text: string,
): void {
  const named = operation.responses[response.status]
  if (!named && ofTheGateway.includes(response.status)) return
  if (!named) throw new Error(`The file names no answer ${response.status}: ${text}`)
  const shared = named.$ref?.split("/").at(-1)
  const content = (shared ? document.components.responses?.[shared] : named)?.content
  if (!content) return
  const type = response.headers.get("content-type")
  const fitting = Object.entries(content).find(([each]) => each.split(";")[0] === type?.split(";")[0])
  if (!fitting) throw new Error(`The file has no ${type} for ${response.status}.`)
  const [, { schema }] = fitting
  // References inside the schema are to be read in their document.
  const validate: ValidateFunction = ajv.compile(absolute(schema, id) as object)
  if (!validate(JSON.parse(text))) throw new Error(`${ajv.errorsText(validate.errors)}: ${text}`)
}

function absolute(value: unknown, id: string): unknown {
  if (Array.isArray(value)) return value.map((each) => absolute(each, id))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) =>
      name === "$ref" ? [name, `${id}${each}`] : [name, absolute(each, id)],
    ),
  )
}
