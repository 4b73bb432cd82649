/**
 * Brings what is shown from `before`, as the server wrote it last, to `now`, as it writes it today. Only what differs
 * between the two is touched: what the visitor opened, marked or focused stays, and a `role="status"` whose words
 * change is still the same element, and so is announced. Nothing is parsed here, only nodes are put in.
 */
export function bring(shown: Element, before: Element, now: Element): void {
  for (const name of new Set([...before.getAttributeNames(), ...now.getAttributeNames()])) {
    const value = now.getAttribute(name)
    if (value === before.getAttribute(name)) continue
    if (value === null) shown.removeAttribute(name)
    else shown.setAttribute(name, value)
  }
  const here = [...shown.childNodes]
  const old = [...before.childNodes]
  const fresh = [...now.childNodes]
  // Something else on the page has put in or taken out elements: there is nothing to compare with.
  if (here.length !== old.length) {
    shown.replaceChildren(...fresh.map(copy))
    return
  }
  const start = countEqual(old, fresh)
  const end = countEqual(old.slice(start).reverse(), fresh.slice(start).reverse())
  const after = here[here.length - end] ?? null
  const gone = here.slice(start, here.length - end)
  fresh.slice(start, fresh.length - end).forEach((node, at) => {
    const place = gone[at]
    if (!place) shown.insertBefore(copy(node), after)
    else bringNode(place, old[start + at], node)
  })
  for (const node of gone.slice(fresh.length - end - start)) node.remove()
}

function bringNode(shown: ChildNode, before: Node | undefined, now: Node): void {
  const isSame =
    shown instanceof Element &&
    isElement(before) &&
    isElement(now) &&
    before.localName === now.localName &&
    before.id === now.id
  if (!isSame) shown.replaceWith(copy(now))
  else if (!before.isEqualNode(now)) bring(shown, before, now)
}

/** Nodes of another document, which is what a page read again is, are no instances of this one's classes everywhere. */
function isElement(node: Node | undefined): node is Element {
  return node?.nodeType === Node.ELEMENT_NODE
}

function copy(node: Node): Node {
  return document.importNode(node, true)
}

/** How many of the first are equal, one by one. */
function countEqual(old: readonly Node[], fresh: readonly Node[]): number {
  const first = fresh.findIndex((node, at) => !old[at]?.isEqualNode(node))
  return first < 0 ? fresh.length : first
}
