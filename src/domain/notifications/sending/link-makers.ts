/** Where links and codes come from when a mail is sent. Null: there is nothing to send any more, drop the mail. */
export interface LinkMakers {
  signIn(flowId: string, mailId: string): Promise<{ link: string; code: string; browserHint: string } | null>
  portalToken(which: { tokenId: string } | { customerId: string }): Promise<string | null>
  documentLink(linkId: string): Promise<string | null>
  signInLink(linkId: string): Promise<string | null>
  /** The statement's page, which asks for a sign-in; null where the portal shows none. */
  statement(of: MailedStatement): Promise<string | null>
}

/** Which statement a mail is about. */
export interface MailedStatement {
  customerId: string
  currency: string
  from: string | null
  to: string
}
