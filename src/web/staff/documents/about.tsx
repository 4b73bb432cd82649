import type { DocumentDetail, DocumentRecord, NamedCustomer } from "../../../domain/documents/index.ts"
import { formatMoment, formatSize, type Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { routes } from "../../../routes.ts"
import type { StaffContext } from "../../context.ts"
import { documentTitle } from "../../ui/document/index.ts"
import { Card, CopyButton, Icon, KeyValue, WrittenText } from "../../ui/index.ts"

/** Whose it is, where it came from, and what staff noted on it. */
export function About({ c, record }: { c: StaffContext; record: DocumentRecord }) {
  const { language, business } = c.var
  const words = texts(language).staffDocuments
  const isSame = record.customer.id === record.billTo.id
  return (
    <Card title={words.about}>
      <KeyValue
        facts={[
          { label: words.customer, value: <CustomerLink customer={record.customer} /> },
          ...(isSame ? [] : [{ label: words.billTo, value: <CustomerLink customer={record.billTo} /> }]),
          { label: words.source, value: words.sources[record.source] },
          { label: words.created, value: formatMoment(record.createdAt, language, business.timeZone) },
        ]}
      />
      {record.internalNote && (
        <section class="internal-note">
          <h3 class="label-heading">{words.internalNote}</h3>
          <WrittenText>{record.internalNote}</WrittenText>
          <p class="hint">{words.internalNoteHint}</p>
        </section>
      )}
    </Card>
  )
}

function CustomerLink({ customer }: { customer: NamedCustomer }) {
  return (
    <a href={routes.staff.customer.to({ id: customer.id })}>
      {customer.name} ({customer.number})
    </a>
  )
}

interface FilesProps {
  c: StaffContext
  detail: DocumentDetail
  sha256: string | null
}

/** The files of the version that counts. PDF and e-invoice are made when first asked for, and kept. */
export function Files({ c, detail, sha256 }: FilesProps) {
  const { language } = c.var
  const { staffDocuments: words, shared } = texts(language)
  const { id } = detail
  if (detail.state === "draft") return null
  const size = (role: "pdf" | "xml") => {
    const file = detail.files.find((known) => known.role === role)
    return file ? formatSize(file.size, language) : words.notMadeYet
  }
  const hasXml =
    ["invoice", "credit_note"].includes(detail.kind) || detail.files.some((file) => file.role === "xml")
  return (
    <Card title={words.files}>
      <ul class="file-list">
        <FileLink href={routes.staff.documentPdf.to({ id })} name={words.fileOf.pdf} size={size("pdf")} />
        {hasXml && (
          <FileLink href={routes.staff.documentXml.to({ id })} name={words.fileOf.xml} size={size("xml")} />
        )}
        {detail.files
          .filter((file) => file.role === "attachment")
          .map((file) => (
            <FileLink
              href={routes.staff.documentAttachment.to({ id, position: file.position })}
              name={file.fileName}
              size={formatSize(file.size, language)}
            />
          ))}
      </ul>
      {sha256 && (
        <KeyValue
          facts={[
            {
              label: words.sha256,
              value: <code class="hash">{sha256}</code>,
              copy: (
                <CopyButton
                  value={sha256}
                  texts={shared.copy}
                  label={`${shared.copy.copy} ${words.sha256}`}
                />
              ),
            },
          ]}
        />
      )}
    </Card>
  )
}

function FileLink({ href, name, size }: { href: string; name: string; size: string }) {
  return (
    <li>
      <a href={href} download>
        <Icon name="paperclip" />
        <span>{name}</span>
      </a>
      <span class="soft small">{size}</span>
    </li>
  )
}

/** The order of an invoice, the invoice of a credit note, and the other way round. */
export function Related({ detail, language }: { detail: DocumentDetail; language: Language }) {
  if (detail.related.length === 0) return null
  return (
    <Card title={texts(language).document.related}>
      <ul class="file-list">
        {detail.related.map((other) => (
          <li>
            <a href={routes.staff.document.to({ id: other.id })}>
              <Icon name="file-text" />
              <span>{documentTitle(other, language)}</span>
            </a>
          </li>
        ))}
      </ul>
    </Card>
  )
}
