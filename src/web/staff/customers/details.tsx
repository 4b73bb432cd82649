import type { ContactRow, CustomerCard, VehicleRow } from "../../../domain/customers/index.ts"
import { formatDecimal, formatShortDate, type Language } from "../../../platform/language/index.ts"
import { texts } from "../../../platform/language/texts/index.ts"
import { Badge, Card, type Fact, KeyValue, Plate, Table, WrittenText } from "../../ui/index.ts"

/** Who the customer is and how they are reached. */
export function Details({ customer, language }: { customer: CustomerCard; language: Language }) {
  const words = texts(language)
  const { staffCustomers: own } = words
  const fact = (label: string, value: Fact["value"] | null) => (value ? [{ label, value }] : [])
  return (
    <Card title={own.details}>
      <KeyValue
        facts={[
          ...fact(own.number, customer.number),
          ...fact(own.kind, own.kinds[customer.kind]),
          ...fact(own.companyId, customer.companyId),
          ...fact(own.vatId, customer.vatId),
          ...fact(own.gln, customer.gln),
          ...fact(own.email, customer.email && <MailAddress language={language} of={customer} />),
          ...fact(own.phone, customer.phone && <PhoneLink phone={customer.phone} />),
          ...fact(
            own.address,
            customer.addressLines.length > 0 && <Lines lines={addressOf(customer, language)} />,
          ),
          ...fact(own.language, customer.language && words.shared.languageNames[customer.language]),
        ]}
      />
      {customer.internalNote && (
        <section class="internal-note">
          <h3 class="label-heading">{own.internalNote}</h3>
          <WrittenText>{customer.internalNote}</WrittenText>
          <p class="hint">{own.internalNoteHint}</p>
        </section>
      )}
    </Card>
  )
}

function addressOf({ addressLines, country }: CustomerCard, language: Language): string[] {
  if (!country || country === "DK") return addressLines
  return [...addressLines, new Intl.DisplayNames([language], { type: "region" }).of(country) ?? country]
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <>
      {lines.map((line) => (
        <div>{line}</div>
      ))}
    </>
  )
}

/** The address, and beneath it what a mail server said who refused it. */
function MailAddress({
  of,
  language,
}: {
  of: { email: string | null; mailProblem: string | null }
  language: Language
}) {
  return (
    <>
      <a class="breakable" href={`mailto:${of.email ?? ""}`}>
        {of.email}
      </a>
      {of.mailProblem && (
        <p class="small">
          <Badge tone="late" text={texts(language).staffCustomers.mailRefused} /> <q>{of.mailProblem}</q>
        </p>
      )}
    </>
  )
}

function PhoneLink({ phone }: { phone: string }) {
  return <a href={`tel:${phone.replace(/[^+\d]/g, "")}`}>{phone}</a>
}

/** The people there, and what each may see in the portal. */
export function Contacts({ contacts, language }: { contacts: readonly ContactRow[]; language: Language }) {
  const words = texts(language).staffCustomers
  return (
    <section class="block">
      <h2>{words.contacts}</h2>
      {contacts.length === 0 ? (
        <p class="soft">{words.noContacts}</p>
      ) : (
        <Table
          caption={words.contacts}
          columns={[
            { label: words.name },
            { label: words.email },
            { label: words.phone },
            { label: words.maySee },
          ]}
          rows={contacts.map((contact) => [
            <>
              <span>{contact.name}</span> {contact.isMain && <Badge text={words.mainContact} />}
            </>,
            contact.email && <MailAddress language={language} of={contact} />,
            contact.phone && <PhoneLink phone={contact.phone} />,
            words.sees[contact.maySee],
          ])}
        />
      )}
    </section>
  )
}

/** The vehicles seen on the customer's documents, the one seen last first. */
export function Vehicles({ vehicles, language }: { vehicles: readonly VehicleRow[]; language: Language }) {
  const words = texts(language).staffCustomers
  if (vehicles.length === 0) return null
  return (
    <section class="block">
      <h2>{words.vehicles}</h2>
      <Table
        caption={words.vehicles}
        columns={[
          { label: words.vehicle },
          { label: words.model },
          { label: words.year, short: true },
          { label: words.odometer, numeric: true },
          { label: words.vin },
          { label: words.seenOn, short: true },
        ]}
        rows={vehicles.map((vehicle) => [
          vehicle.registration ? <Plate registration={vehicle.registration} /> : vehicle.vin,
          [vehicle.make, vehicle.model].filter(Boolean).join(" "),
          vehicle.year === null ? null : String(vehicle.year),
          vehicle.odometerKm === null ? null : `${formatDecimal(String(vehicle.odometerKm), language)} km`,
          vehicle.registration ? vehicle.vin : null,
          formatShortDate(vehicle.seenOn, language),
        ])}
      />
    </section>
  )
}
