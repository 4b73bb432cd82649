import type { Child, FC } from "hono/jsx"
import { raw } from "hono/utils/html"

const mostPieces = 500

/**
 * A piece of a page that keeps what it looked like. For pieces on the pages asked most, such as what surrounds every
 * page, which are functions of their props and nothing else: of the same props they are written once. Props must be
 * plain data (text, numbers, lists), not elements or functions.
 */
export function remembered<Props extends object>(piece: (props: Props) => Child): FC<Props> {
  const written = new Map<string, string>()
  return (props) => {
    const key = JSON.stringify(props)
    const known = written.get(key)
    if (known !== undefined) return raw(known)
    const text = String(piece(props) ?? "")
    if (written.size >= mostPieces) written.clear()
    written.set(key, text)
    return raw(text)
  }
}
