import type { AnyContext } from "../../context.ts"

/** How to reach a person; at every dead end. */
export function BusinessContact({ c }: { c: AnyContext }) {
  const { business } = c.var
  return (
    <ul class="plain-list">
      {business.phone && (
        <li>
          <a href={`tel:${business.phone.replace(/[^+\d]/g, "")}`}>{business.phone}</a>
        </li>
      )}
      {business.email && (
        <li>
          <a href={`mailto:${business.email}`}>{business.email}</a>
        </li>
      )}
    </ul>
  )
}
