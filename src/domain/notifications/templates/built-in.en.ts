import type { MailTemplate } from "../mail-templates.ts"

export interface TemplateText {
  subject: string
  /** Plain text with Liquid; a blank line makes a paragraph, a line of the link alone a button. */
  body: string
}

export const builtInEn: Readonly<Record<MailTemplate, TemplateText>> = {
  sign_in: {
    subject: "Sign in to {{ business.name }}",
    body: `Hello {{ recipient.name }}

Press the button to sign in to the customer portal of {{ business.name }}.

{{ link }}

Or type this code:

{{ code }}

The code belongs in the window where you asked for it{% if browser %} ({{ browser }}){% endif %}. Give it to nobody: {{ business.name }} never asks for it. Link and code work for {{ minutes }} minutes.

If you did not ask for this, you need do nothing.`,
  },
  portal_link: {
    subject: "Your page at {{ business.name }}",
    body: `Hello {{ recipient.name }}

Here is the address of your own page at {{ business.name }}. There you find your documents and what is to be paid, without a password.

{{ link }}

Whoever has the address can see your documents. Keep it to yourself.`,
  },
  sign_in_link: {
    subject: "Come in to {{ business.name }}",
    body: `Hello {{ recipient.name }}

{{ business.name }} invites you to its customer portal, where you find your documents. Press the button to come in.

{{ link }}`,
  },
  document_link: {
    subject: "{{ document.kind }} {{ document.number }} from {{ business.name }}",
    body: `Hello {{ recipient.name }}

Here is {{ document.kind | downcase }} {{ document.number }} from {{ business.name }}.

Amount: {{ document.total }}

{{ link }}`,
  },
  sales_invoice: {
    subject: "Invoice {{ document.number }} from {{ business.name }}",
    body: `Hello {{ recipient.name }}

Thank you for your business. Here is invoice {{ document.number }} of {{ document.issue_date }}.

Amount: {{ document.total }}{% if document.due_date %}
To be paid by: {{ document.due_date }}{% endif %}

{{ link }}

{% if portal_address %}All your documents are here: {{ portal_address }}

{% endif %}Write to us if something is not right; an answer to this mail reaches us.`,
  },
  receipt: {
    subject: "Receipt from {{ business.name }}",
    body: `Hello {{ recipient.name }}

We have received {{ payment.amount }} on {{ payment.date }}{% if document %} for {{ document.kind | downcase }} {{ document.number }}, of which {{ document.balance }} is left to pay{% elsif payment.invoices %} for {{ payment.invoices }}{% endif %}. Thank you.

Paid by: {{ payment.way }}{% if payment.reference %}
Reference: {{ payment.reference }}{% endif %}

{{ link }}`,
  },
  message: {
    subject: "A message from {{ business.name }}",
    body: `Hello {{ recipient.name }}

{{ business.name }} has written to you{% if document %} about {{ document.kind | downcase }} {{ document.number }}{% endif %}.

{{ link }}`,
  },
  statement: {
    subject: "Statement of account from {{ business.name }}",
    body: `Hello {{ recipient.name }}

Here is your statement of account with {{ business.name }}{% if statement %}{% if statement.from %} from {{ statement.from }}{% endif %} to {{ statement.to }}{% endif %}.{% if statement %}

Balance on {{ statement.to }}: {{ statement.balance }}{% elsif balance %}

Balance: {{ balance }}{% endif %}

{{ link }}`,
  },
  reminder: {
    subject: "Reminder: invoice {{ document.number }} from {{ business.name }}",
    body: `Hello {{ recipient.name }}

Invoice {{ document.number }}{% if document.due_date %}, due on {{ document.due_date }},{% endif %} is not paid yet. {{ document.balance }} is left to pay.

{{ link }}

If you have paid in the last days, you need do nothing.`,
  },
}
