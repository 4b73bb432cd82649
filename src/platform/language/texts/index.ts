/** Every text people read, in one typed catalogue a language. A text missing in one of them does not compile. */
import type { Language } from "../index.ts"
import { documentDa } from "./document.da.ts"
import { documentEn } from "./document.en.ts"
import { frameDa } from "./frame.da.ts"
import { frameEn } from "./frame.en.ts"
import { mailDa } from "./mail.da.ts"
import { mailEn } from "./mail.en.ts"
import { mobilePaySettingsDa } from "./mobilepay-settings.da.ts"
import { mobilePaySettingsEn } from "./mobilepay-settings.en.ts"
import { portalDa } from "./portal.da.ts"
import { portalEn } from "./portal.en.ts"
import { portalLinksDa } from "./portal-links.da.ts"
import { portalLinksEn } from "./portal-links.en.ts"
import { portalPaymentsDa } from "./portal-payments.da.ts"
import { portalPaymentsEn } from "./portal-payments.en.ts"
import { portalSettingsDa } from "./portal-settings.da.ts"
import { portalSettingsEn } from "./portal-settings.en.ts"
import { portalSignInDa } from "./portal-sign-in.da.ts"
import { portalSignInEn } from "./portal-sign-in.en.ts"
import { portalTokensDa } from "./portal-tokens.da.ts"
import { portalTokensEn } from "./portal-tokens.en.ts"
import { settingsDa } from "./settings.da.ts"
import { settingsEn } from "./settings.en.ts"
import { sharedDa } from "./shared.da.ts"
import { sharedEn } from "./shared.en.ts"
import { sharingDa } from "./sharing.da.ts"
import { sharingEn } from "./sharing.en.ts"
import { signInTraceDa } from "./sign-in-trace.da.ts"
import { signInTraceEn } from "./sign-in-trace.en.ts"
import { staffAccessDa } from "./staff-access.da.ts"
import { staffAccessEn } from "./staff-access.en.ts"
import { staffActivityDa } from "./staff-activity.da.ts"
import { staffActivityEn } from "./staff-activity.en.ts"
import { staffCustomersDa } from "./staff-customers.da.ts"
import { staffCustomersEn } from "./staff-customers.en.ts"
import { staffDocumentsDa } from "./staff-documents.da.ts"
import { staffDocumentsEn } from "./staff-documents.en.ts"
import { staffLedgerDa } from "./staff-ledger.da.ts"
import { staffLedgerEn } from "./staff-ledger.en.ts"
import { staffPaymentsDa } from "./staff-payments.da.ts"
import { staffPaymentsEn } from "./staff-payments.en.ts"
import { statementDa } from "./statement.da.ts"
import { statementEn } from "./statement.en.ts"

const en = {
  shared: sharedEn,
  document: documentEn,
  frame: frameEn,
  mail: mailEn,
  mobilePaySettings: mobilePaySettingsEn,
  portal: portalEn,
  portalLinks: portalLinksEn,
  portalPayments: portalPaymentsEn,
  portalSignIn: portalSignInEn,
  sharing: sharingEn,
  signInTrace: signInTraceEn,
  staffAccess: staffAccessEn,
  staffActivity: staffActivityEn,
  staffCustomers: staffCustomersEn,
  staffDocuments: staffDocumentsEn,
  staffPayments: staffPaymentsEn,
  staffLedger: staffLedgerEn,
  statement: statementEn,
  settings: settingsEn,
  portalSettings: portalSettingsEn,
  portalTokens: portalTokensEn,
}
export type Texts = typeof en
const da: Texts = {
  shared: sharedDa,
  document: documentDa,
  frame: frameDa,
  mail: mailDa,
  mobilePaySettings: mobilePaySettingsDa,
  portal: portalDa,
  portalLinks: portalLinksDa,
  portalPayments: portalPaymentsDa,
  portalSignIn: portalSignInDa,
  sharing: sharingDa,
  signInTrace: signInTraceDa,
  staffAccess: staffAccessDa,
  staffActivity: staffActivityDa,
  staffCustomers: staffCustomersDa,
  staffDocuments: staffDocumentsDa,
  staffPayments: staffPaymentsDa,
  staffLedger: staffLedgerDa,
  statement: statementDa,
  settings: settingsDa,
  portalSettings: portalSettingsDa,
  portalTokens: portalTokensDa,
}

const catalogue: Record<Language, Texts> = { en, da }

export function texts(language: Language): Texts {
  return catalogue[language]
}
