import type { MailTemplate } from "../mail-templates.ts"
import type { TemplateText } from "./built-in.en.ts"

export const builtInDa: Readonly<Record<MailTemplate, TemplateText>> = {
  sign_in: {
    subject: "Log ind hos {{ business.name }}",
    body: `Hej {{ recipient.name }}

Tryk på knappen for at logge ind på kundeportalen hos {{ business.name }}.

{{ link }}

Eller skriv denne kode:

{{ code }}

Koden hører til i det vindue, hvor du bad om den{% if browser %} ({{ browser }}){% endif %}. Giv den ikke til nogen: {{ business.name }} beder aldrig om den. Link og kode virker i {{ minutes }} minutter.

Har du ikke bedt om det, skal du ikke gøre noget.`,
  },
  portal_link: {
    subject: "Din side hos {{ business.name }}",
    body: `Hej {{ recipient.name }}

Her er adressen på din egen side hos {{ business.name }}. Der finder du dine bilag og ser, hvad der skal betales, uden adgangskode.

{{ link }}

Enhver, der har adressen, kan se dine bilag. Behold den for dig selv.`,
  },
  sign_in_link: {
    subject: "Kom ind hos {{ business.name }}",
    body: `Hej {{ recipient.name }}

{{ business.name }} inviterer dig til sin kundeportal, hvor du finder dine bilag. Tryk på knappen for at komme ind.

{{ link }}`,
  },
  document_link: {
    subject: "{{ document.kind }} {{ document.number }} fra {{ business.name }}",
    body: `Hej {{ recipient.name }}

Her er {{ document.kind | downcase }} {{ document.number }} fra {{ business.name }}.

Beløb: {{ document.total }}

{{ link }}`,
  },
  sales_invoice: {
    subject: "Faktura {{ document.number }} fra {{ business.name }}",
    body: `Hej {{ recipient.name }}

Tak for handlen. Her er faktura {{ document.number }} af {{ document.issue_date }}.

Beløb: {{ document.total }}{% if document.due_date %}
Betales senest: {{ document.due_date }}{% endif %}

{{ link }}

{% if portal_address %}Alle dine dokumenter er her: {{ portal_address }}

{% endif %}Skriv til os, hvis noget ikke stemmer; et svar på denne mail når frem til os.`,
  },
  receipt: {
    subject: "Kvittering fra {{ business.name }}",
    body: `Hej {{ recipient.name }}

Vi har modtaget {{ payment.amount }} den {{ payment.date }}{% if document %} for {{ document.kind | downcase }} {{ document.number }}, hvoraf {{ document.balance }} mangler at blive betalt{% elsif payment.invoices %} for {{ payment.invoices }}{% endif %}. Tak.

Betalt med: {{ payment.way }}{% if payment.reference %}
Reference: {{ payment.reference }}{% endif %}

{{ link }}`,
  },
  message: {
    subject: "En besked fra {{ business.name }}",
    body: `Hej {{ recipient.name }}

{{ business.name }} har skrevet til dig{% if document %} om {{ document.kind | downcase }} {{ document.number }}{% endif %}.

{{ link }}`,
  },
  statement: {
    subject: "Kontoudtog fra {{ business.name }}",
    body: `Hej {{ recipient.name }}

Her er dit kontoudtog hos {{ business.name }}{% if statement %}{% if statement.from %} fra {{ statement.from }}{% endif %} til {{ statement.to }}{% endif %}.{% if statement %}

Saldo den {{ statement.to }}: {{ statement.balance }}{% elsif balance %}

Saldo: {{ balance }}{% endif %}

{{ link }}`,
  },
  reminder: {
    subject: "Påmindelse: faktura {{ document.number }} fra {{ business.name }}",
    body: `Hej {{ recipient.name }}

Faktura {{ document.number }}{% if document.due_date %}, der forfaldt {{ document.due_date }},{% endif %} er ikke betalt endnu. {{ document.balance }} mangler at blive betalt.

{{ link }}

Har du betalt inden for de seneste dage, skal du ikke gøre noget.`,
  },
}
