import { type CustomerCard, findCustomerCard } from "../../../domain/customers/index.ts"
import {
  type DocumentFilter,
  documentKinds,
  listDocuments,
  readFilter,
} from "../../../domain/documents/index.ts"
import type { Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import {
  Button,
  Chips,
  DocumentRows,
  EmptyState,
  Field,
  Live,
  PageHead,
  Pager,
  SearchField,
  Select,
} from "../../ui/index.ts"
import { StaffPage } from "../staff-page.tsx"
import { staffRow } from "./staff-row.ts"

const documentsPerPage = 50
const statuses = ["unpaid", "overdue", "settled", "draft"] as const

/** All documents, newest first, narrowed by what stands in the address. */
export async function listDocumentsPage(c: StaffContext): Promise<Response> {
  const { actor, language, today } = c.var
  const filter = readFilter(c.req.query())
  const [page, customer] = await Promise.all([
    listDocuments(actor, filter, { limit: documentsPerPage, today }),
    filter.customer ? findCustomerCard(actor, filter.customer) : null,
  ])
  const words = texts(language)
  const own = words.staffDocuments
  const title = customer ? own.titleOf(customer.name) : own.title
  return c.html(
    <StaffPage c={c} title={title} section="documents">
      <PageHead title={title}>
        {customer && <Button href={linkTo(filter, { customer: undefined })}>{own.everyCustomer}</Button>}
      </PageHead>
      <Filters filter={filter} language={language} />
      <Live id="live-documents" events={routes.staff.events.to({ of: filter.customer })}>
        {page.documents.length > 0 ? (
          <DocumentRows
            label={title}
            rows={page.documents.map((row) => staffRow(c, row, { of: filter.customer }))}
          />
        ) : (
          <Nothing filter={filter} customer={customer} language={language} />
        )}
        <Pager
          label={words.shared.pages}
          newer={filter.after ? { href: linkTo(filter, {}), text: words.shared.newer } : undefined}
          older={
            page.next ? { href: linkTo(filter, { after: page.next }), text: words.shared.older } : undefined
          }
        />
      </Live>
    </StaffPage>,
  )
}

/** The list with some of its filter changed, from its first page on. */
function linkTo(filter: DocumentFilter, changed: Partial<DocumentFilter>): string {
  return routes.staff.documents.to(queryOf({ ...filter, after: undefined, ...changed }))
}

function queryOf({ search, kind, status, customer, from, to, after }: Partial<DocumentFilter>) {
  return { search, kind, status, customer, from, to, after }
}

/** The filter as hidden fields of a form, but for what the form asks itself. */
function kept(filter: DocumentFilter, asked: readonly (keyof DocumentFilter)[]): Record<string, string> {
  const pairs = Object.entries(queryOf({ ...filter, after: undefined })) as [
    keyof DocumentFilter,
    string | undefined,
  ][]
  return Object.fromEntries(
    pairs.flatMap(([name, value]) => (value && !asked.includes(name) ? [[name, value]] : [])),
  )
}

function Filters({ filter, language }: { filter: DocumentFilter; language: Language }) {
  const words = texts(language)
  const own = words.staffDocuments
  return (
    <>
      <div class="tools">
        <SearchField
          action={routes.staff.documents.to()}
          name="search"
          value={filter.search}
          label={own.searchLabel}
          placeholder={own.searchPlaceholder}
          submit={own.search}
          kept={kept(filter, ["search"])}
        />
      </div>
      <div class="tools">
        <Chips
          label={own.filters}
          chips={[
            { href: linkTo(filter, { kind: undefined }), text: own.all, current: !filter.kind },
            ...documentKinds.map((kind) => ({
              href: linkTo(filter, { kind }),
              text: words.shared.kindsPlural[kind],
              current: filter.kind === kind,
            })),
          ]}
        />
      </div>
      <form method="get" action={routes.staff.documents.to()} class="filter-form">
        {Object.entries(kept(filter, ["status", "from", "to"])).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <Select
          name="status"
          label={own.status}
          value={filter.status ?? ""}
          options={[
            { value: "", text: own.all },
            ...statuses.map((status) => ({ value: status, text: own.statuses[status] })),
          ]}
        />
        <Field name="from" label={own.from} type="date" value={filter.from} />
        <Field name="to" label={own.to} type="date" value={filter.to} />
        <Button>{own.apply}</Button>
      </form>
    </>
  )
}

interface NothingProps {
  filter: DocumentFilter
  customer: CustomerCard | null
  language: Language
}

function Nothing({ filter, customer, language }: NothingProps) {
  const words = texts(language).staffDocuments
  const isNarrowed = Boolean(
    filter.search || filter.kind || filter.status || filter.from || filter.to || customer,
  )
  return (
    <EmptyState title={isNarrowed ? words.noneFound : words.none} icon="file-text">
      <p>{isNarrowed ? words.noneFoundHint : words.noneHint}</p>
      {isNarrowed && <Button href={routes.staff.documents.to()}>{words.showAll}</Button>}
    </EmptyState>
  )
}
