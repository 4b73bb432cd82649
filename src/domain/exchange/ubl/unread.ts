import type { XmlElement } from "./xml-tree.ts"

const mostPaths = 200

/**
 * The paths of what the file says and the document has no place for, each once, at most 200. Where nothing
 * below an element was read, its own path stands for all of it.
 */
export function unreadPaths(root: XmlElement): string[] {
  const paths = new Set<string>()
  for (const child of root.children) collect(child, root.name, paths)
  return [...paths].slice(0, mostPaths)
}

function collect(element: XmlElement, above: string, paths: Set<string>): void {
  const path = `${above}/${element.name}`
  if (!saysAnything(element)) return
  if (!isAnyRead(element)) {
    paths.add(path)
    return
  }
  if (element.children.length > 0 && element.text.trim() !== "") paths.add(`${path}/text()`)
  for (const child of element.children) collect(child, path, paths)
}

function isAnyRead(element: XmlElement): boolean {
  return element.isRead || element.children.some(isAnyRead)
}

function saysAnything(element: XmlElement): boolean {
  return element.text.trim() !== "" || element.children.some(saysAnything)
}
