/** Where links and codes come from when a mail is sent. Null: there is nothing to send any more, drop the mail. */
export interface LinkMakers {
  signIn(flowId: string, mailId: string): Promise<{ link: string; code: string; browserHint: string } | null>
  portalToken(which: { tokenId: string } | { customerId: string }): Promise<string | null>
  documentLink(linkId: string): Promise<string | null>
  signInLink(linkId: string): Promise<string | null>
}
