import { refuse, type XmlElement } from "./xml-tree.ts"

/** The aggregates of that name, in the order of the file. */
export function children(parent: XmlElement, name: string): XmlElement[] {
  return parent.children.filter((each) => each.name === name && each.space === "cac")
}

/** The aggregate of that name, of which UBL allows one. Refuses two. */
export function findChild(parent: XmlElement, name: string): XmlElement | undefined {
  return onlyOne(children(parent, name), parent)
}

/** The first aggregate of that name, where UBL allows several and a document here has room for one. */
export function findFirst(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  return parent?.children.find((each) => each.name === name && each.space === "cac")
}

/** The aggregate at the end of a path of first aggregates. */
export function findAt(parent: XmlElement | undefined, ...path: string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>((element, name) => findFirst(element, name), parent)
}

/** The basic component of that name, also when it is empty. Refuses two. */
export function findBasic(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  if (parent === undefined) return undefined
  const found = onlyOne(basics(parent, name), parent)
  if (found) found.isRead = true
  return found
}

/** The text of a basic component on one line; absent when it is missing or empty. Refuses two. */
export function findText(parent: XmlElement | undefined, name: string): string | undefined {
  const element = findBasic(parent, name)
  return element && textOf(element)
}

/** As `findText`, but refuses its absence. */
export function getText(parent: XmlElement, name: string): string {
  const text = findText(parent, name)
  return text ?? refuse(parent, `${parent.name} has no ${name}.`)
}

/** The texts of all basic components of that name, each with its line breaks, put below each other. */
export function findProse(parent: XmlElement, name: string): string | undefined {
  return findProses(parent, name).join("\n") || undefined
}

export function findProses(parent: XmlElement, name: string): string[] {
  return basics(parent, name).map(proseOf).filter(Boolean)
}

/** Marks basic components and whole aggregates as needing no place in the document. */
export function passOver(parent: XmlElement | undefined, ...names: string[]): void {
  for (const each of parent?.children ?? []) if (names.includes(each.name)) markRead(each)
}

/** The element's text on one line. */
export function textOf(element: XmlElement): string | undefined {
  element.isRead = true
  return element.text.replace(/\s+/g, " ").trim() || undefined
}

function proseOf(element: XmlElement): string {
  element.isRead = true
  return element.text.replace(/\r\n?/g, "\n").trim()
}

function basics(parent: XmlElement, name: string): XmlElement[] {
  return parent.children.filter((each) => each.name === name && each.space === "cbc")
}

function onlyOne(found: XmlElement[], parent: XmlElement): XmlElement | undefined {
  const second = found[1]
  if (second) refuse(second, `${parent.name} has more than one ${second.name}.`)
  return found[0]
}

function markRead(element: XmlElement): void {
  element.isRead = true
  for (const each of element.children) markRead(each)
}
