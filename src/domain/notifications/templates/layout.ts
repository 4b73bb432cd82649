import type { Language } from "../../../platform/language/index.ts"

/** Whose paper a mail is written on. */
export interface MailPaper {
  businessName: string
  /** Where the business is and how it is reached, a line each. */
  contactLines: readonly string[]
  accent: string
}

export interface MailParts {
  text: string
  html: string
}

export interface MailBody {
  subject: string
  /** Plain text; blank lines between paragraphs. */
  text: string
  link: string | null
  code: string | null
  buttonLabel: string
}

const withoutButton = {
  en: "If the button does not work, copy this address into your browser:",
  da: "Virker knappen ikke, så kopiér denne adresse til din browser:",
} as const satisfies Record<Language, string>

/**
 * The two parts of a mail from one text. In the HTML every character of the text is escaped, so nothing that a
 * customer is called becomes markup. A paragraph of the link alone is a button, one of the code alone stands out.
 * No picture, nothing fetched, nothing that tells that it was read.
 */
export function layOut(body: MailBody, paper: MailPaper, language: Language): MailParts {
  const paragraphs = completed(body)
  const signature = [paper.businessName, ...paper.contactLines]
  const text = `${paragraphs.join("\n\n")}\n\n-- \n${signature.join("\n")}\n`
  const inner = paragraphs.map((paragraph) => drawParagraph(paragraph, body, paper, language)).join("\n")
  return { text, html: drawPage(body.subject, inner, paper, language) }
}

/** The paragraphs, with link and code added where the text does not have them. */
function completed({ text, link, code }: MailBody): string[] {
  const paragraphs = text
    .replace(/\r\n?/g, "\n")
    .split(/\n[ \t]*\n+/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "")
  for (const needed of [link, code]) {
    if (needed && !paragraphs.some((paragraph) => paragraph.includes(needed))) paragraphs.push(needed)
  }
  return paragraphs
}

const font = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"

function drawParagraph(paragraph: string, body: MailBody, paper: MailPaper, language: Language): string {
  const safe = escapeHtml(paragraph)
  if (paragraph === body.link) {
    return `<p style="margin:24px 0"><a href="${safe}" style="display:inline-block;background:${escapeHtml(paper.accent)};color:#ffffff;padding:12px 20px;border-radius:6px;text-decoration:none;font-weight:600">${escapeHtml(body.buttonLabel)}</a></p>
<p style="margin:0 0 16px;font-size:13px;color:#5c5850">${withoutButton[language]}<br><a href="${safe}" style="color:#5c5850;word-break:break-all">${safe}</a></p>`
  }
  if (paragraph === body.code) {
    return `<p style="margin:16px 0;font-size:28px;font-weight:600;letter-spacing:4px;font-family:ui-monospace,Consolas,monospace">${safe}</p>`
  }
  return `<p style="margin:0 0 16px">${safe.replaceAll("\n", "<br>")}</p>`
}

function drawPage(subject: string, inner: string, paper: MailPaper, language: Language): string {
  const contact = paper.contactLines.map(escapeHtml).join("<br>")
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:0;background:#f6f5f2;color:#1f1d1a;${font};font-size:16px;line-height:1.5">
<div style="max-width:560px;margin:0 auto;padding:32px 16px">
<p style="margin:0 0 16px;font-weight:600">${escapeHtml(paper.businessName)}</p>
<div style="background:#ffffff;border:1px solid #e4e1da;border-radius:8px;padding:24px">
${inner}
</div>
<p style="margin:16px 0 0;font-size:13px;color:#5c5850">${escapeHtml(paper.businessName)}<br>${contact}</p>
</div>
</body>
</html>
`
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;")
}
