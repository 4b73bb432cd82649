import type { DocumentFilter, DocumentPage, DocumentRow } from "../../../domain/documents/index.ts"
import { sorts } from "../../../domain/documents/index.ts"
import type { Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { PortalContext } from "../../context.ts"
import { rowView } from "../../ui/document/index.ts"
import {
  Button,
  Chips,
  DocumentRows,
  EmptyState,
  Field,
  Icon,
  Live,
  Pager,
  SearchField,
  Select,
} from "../../ui/index.ts"
import { remembered } from "../../ui/remembered.ts"
import type { OwnCustomer } from "../portal-page.tsx"

/** What a filter leaves in the address. */
export function toQuery(filter: Partial<DocumentFilter>): Record<string, string | undefined> {
  return {
    search: filter.search,
    kind: filter.kind,
    status: filter.status,
    customer: filter.customer,
    from: filter.from,
    to: filter.to,
    sort: filter.sort === "date" ? undefined : filter.sort,
    direction: filter.direction === "down" ? undefined : filter.direction,
    after: filter.after,
  }
}

interface ListProps {
  c: PortalContext
  page: DocumentPage
  filter: DocumentFilter
  /** Whom the visitor is let in for; with several, each row says whose it is. */
  customers: readonly OwnCustomer[]
}

/** Search, filters and the rows; all of what is chosen stands in the address. */
export function DocumentList({ c, page, filter, customers }: ListProps) {
  const { language, today, actor } = c.var
  const words = texts(language).portal
  const shared = texts(language).shared
  return (
    <section class="list-head" aria-label={words.listOf}>
      <Tools language={language} filter={{ ...filter, after: undefined }} kinds={actor.kinds} />
      <Live id="live-documents" events={routes.portal.events.to()}>
        {page.documents.length > 0 ? (
          <DocumentRows
            label={words.listOf}
            rows={page.documents.map((row) =>
              rowView(row, {
                language,
                today,
                href: routes.portal.document.to({ id: row.id }),
                pdfHref: routes.portal.documentPdf.to({ id: row.id }),
                names: namesOf(row, customers),
              }),
            )}
          />
        ) : (
          <Nothing language={language} isNarrowed={isNarrowed(filter)} />
        )}
        <Pager
          label={shared.pages}
          newer={filter.after ? { href: linkTo(filter, {}), text: shared.newer } : undefined}
          older={page.next ? { href: linkTo(filter, { after: page.next }), text: shared.older } : undefined}
        />
      </Live>
    </section>
  )
}

/** The same list with something else chosen, from its first page on. */
function linkTo(filter: DocumentFilter, changed: Partial<DocumentFilter>): string {
  return routes.portal.documents.to(toQuery({ ...filter, after: undefined, ...changed }))
}

function isNarrowed({ customer, search, from, to, kind, status }: DocumentFilter): boolean {
  return Boolean(customer || search || from || to || kind || status)
}

function Nothing({ language, isNarrowed }: { language: Language; isNarrowed: boolean }) {
  const words = texts(language).portal
  return (
    <EmptyState title={isNarrowed ? words.noneFound : words.none} icon="file-text">
      {isNarrowed && (
        <>
          <p>{words.noneFoundHint}</p>
          <Button href={routes.portal.documents.to()}>{words.clear}</Button>
        </>
      )}
    </EmptyState>
  )
}

interface ToolsProps {
  language: Language
  filter: DocumentFilter
  /** The kinds that may be seen. */
  kinds: readonly string[]
}

/** What the list is searched and narrowed by. */
const Tools = remembered(({ language, filter, kinds }: ToolsProps) => {
  const words = texts(language).portal
  const shared = texts(language).shared
  const shown = (["invoice", "quote", "order", "credit_note"] as const).filter((kind) => kinds.includes(kind))
  return (
    <>
      <div class="tools">
        <SearchField
          action={routes.portal.documents.to()}
          name="search"
          value={filter.search ?? ""}
          label={words.searchLabel}
          placeholder={words.searchPlaceholder}
          submit={words.search}
          kept={keptBySearch(filter)}
        />
      </div>
      <Chips
        label={words.filters}
        chips={[
          {
            href: linkTo(filter, { kind: undefined, status: undefined }),
            text: words.all,
            current: !filter.kind && !filter.status,
          },
          {
            href: linkTo(filter, { kind: undefined, status: "unpaid" }),
            text: words.unpaid,
            current: filter.status === "unpaid",
          },
          ...shown.map((kind) => ({
            href: linkTo(filter, { kind, status: undefined }),
            text: shared.kindsPlural[kind],
            current: filter.kind === kind,
          })),
        ]}
      />
      <MoreFilters language={language} filter={filter} />
    </>
  )
})

/** Whose document it is, where the visitor sees those of several. */
function namesOf(row: DocumentRow, customers: readonly OwnCustomer[]): string[] {
  if (customers.length < 2) return []
  const ids = new Set([row.customerId, row.billToId])
  return customers.filter((customer) => ids.has(customer.id)).map((customer) => customer.name)
}

/** What a new search leaves as it was: everything but the words and the page. */
function keptBySearch(filter: DocumentFilter): Record<string, string> {
  const all = Object.entries(toQuery({ ...filter, search: undefined, after: undefined }))
  return Object.fromEntries(all.flatMap(([name, value]) => (value ? [[name, value]] : [])))
}

function MoreFilters({ language, filter }: { language: Language; filter: DocumentFilter }) {
  const words = texts(language).portal
  const kept = { search: filter.search, kind: filter.kind, status: filter.status, customer: filter.customer }
  const isUsed = Boolean(filter.from || filter.to || filter.sort !== "date" || filter.direction !== "down")
  return (
    <details class="more-filters" open={isUsed}>
      <summary>
        {words.moreFilters}
        <Icon name="chevron-down" />
      </summary>
      <form method="get" action={routes.portal.documents.to()} class="more-filters-form">
        {Object.entries(kept).map(
          ([name, value]) => value && <input type="hidden" name={name} value={value} />,
        )}
        <Field name="from" label={words.from} type="date" value={filter.from ?? ""} />
        <Field name="to" label={words.to} type="date" value={filter.to ?? ""} />
        <Select
          name="sort"
          label={words.sortLabel}
          value={filter.sort}
          options={sorts.map((sort) => ({ value: sort, text: words.sorts[sort] }))}
        />
        <Select
          name="direction"
          label={words.directionLabel}
          value={filter.direction}
          options={[
            { value: "down", text: words.directions.down },
            { value: "up", text: words.directions.up },
          ]}
        />
        <Button>{words.apply}</Button>
      </form>
    </details>
  )
}
