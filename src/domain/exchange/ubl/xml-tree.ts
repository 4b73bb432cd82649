import { SaxesParser, type SaxesTagNS } from "saxes"
import { positionAt, UblError } from "./ubl-error.ts"

const componentSpaces = new Map([
  ["urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2", "cac"],
  ["urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2", "cbc"],
] as const)

/** One element of a UBL document. */
export interface XmlElement {
  /** Without prefix. */
  readonly name: string
  /** UBL's aggregate and basic components, whatever their prefixes are; anything else is other. */
  readonly space: "cac" | "cbc" | "other"
  readonly uri: string
  /** Those without a prefix, as UBL's are. */
  readonly attributes: ReadonlyMap<string, string>
  text: string
  readonly children: XmlElement[]
  /** Where it begins in `source`, the whole text. */
  readonly offset: number
  readonly source: string
  /** Whether its text found a place in the document. */
  isRead: boolean
}

const deepest = 40
const mostElements = 500_000
const mostAttributes = 50
const longestAttribute = 10_000
const chunkLength = 65_536
const noAttributes: ReadonlyMap<string, string> = new Map()

/**
 * Parses XML into a tree, reading piece by piece so that a hostile file is refused early. `acceptRoot` sees
 * the root element before anything below it and may throw. Nothing is ever fetched, and a document type
 * declaration is refused, so there are no entities but XML's own five. Throws `UblError`.
 */
export function parseXml(source: string, acceptRoot: (root: XmlElement) => void): XmlElement {
  const parser = new SaxesParser({
    xmlns: true,
    position: false,
    defaultXMLVersion: "1.0",
    forceXMLVersion: true,
  })
  const open: XmlElement[] = []
  let root: XmlElement | undefined
  let elements = 0
  let attributes = 0
  const refuseHere = (reason: string, offset = parser.position): never => {
    throw new UblError(reason, positionAt(source, offset))
  }
  parser.on("error", (error) => refuseHere(`This is not well-formed XML: ${error.message}`))
  parser.on("doctype", (doctype) =>
    refuseHere(
      "A document type declaration is not allowed.",
      parser.position - doctype.length - "<!DOCTYPE>".length,
    ),
  )
  parser.on("attribute", ({ name, value }) => {
    attributes += 1
    if (attributes > mostAttributes) refuseHere(`An element has more than ${mostAttributes} attributes.`)
    if (value.length > longestAttribute) refuseHere(`The attribute ${name.slice(0, 40)} is too long.`)
  })
  parser.on("opentagstart", () => {
    attributes = 0
    elements += 1
    if (elements > mostElements) refuseHere(`The file has more than ${mostElements} elements.`)
    if (open.length >= deepest) refuseHere(`Elements are nested more than ${deepest} deep.`)
  })
  parser.on("opentag", (tag) => {
    const element = elementOf(tag, source, source.lastIndexOf(`<${tag.name}`, parser.position - 1))
    const parent = open.at(-1)
    if (parent) parent.children.push(element)
    else {
      acceptRoot(element)
      root = element
    }
    open.push(element)
  })
  const addText = (text: string) => {
    const element = open.at(-1)
    if (element) element.text += text
  }
  parser.on("text", addText)
  parser.on("cdata", addText)
  parser.on("closetag", () => {
    const element = open.pop()
    if (element && element.children.length > 0 && element.text.trim() === "") element.text = ""
  })
  for (let start = 0; start < source.length; start += chunkLength) {
    parser.write(source.slice(start, start + chunkLength))
  }
  parser.close()
  return root ?? refuseHere("The file has no root element.")
}

/** Throws an error that points at the element. */
export function refuse(element: XmlElement, reason: string): never {
  throw new UblError(reason, positionAt(element.source, element.offset))
}

function elementOf(tag: SaxesTagNS, source: string, offset: number): XmlElement {
  const space = componentSpaces.get(tag.uri as never) ?? "other"
  const attributes = attributesOf(tag)
  return {
    name: tag.local,
    space,
    uri: tag.uri,
    attributes,
    text: "",
    children: [],
    offset,
    source,
    isRead: false,
  }
}

function attributesOf(tag: SaxesTagNS): ReadonlyMap<string, string> {
  const named = Object.values(tag.attributes).filter((each) => each.prefix === "" && each.name !== "xmlns")
  return named.length === 0 ? noAttributes : new Map(named.map((each) => [each.local, each.value]))
}
