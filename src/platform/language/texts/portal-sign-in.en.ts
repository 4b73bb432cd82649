/** Words of signing in to the portal by mail. */
export const portalSignInEn = {
  title: "Sign in",
  intro: (business: string) =>
    `Type your e-mail address, and ${business} sends you a mail with a link and a code. There is no password.`,
  ended:
    "You are not signed in here, or your visit has ended. Have a sign-in mail sent, and go on where you were.",
  email: "E-mail address",
  emailWrong: "That is not a whole e-mail address. It looks like name@company.dk.",
  send: "Send sign-in mail",
  deadHelp: "Have a sign-in mail sent to your own address instead:",

  codeTitle: "Look in your mail",
  sentTo: (business: string, address: string) =>
    `If ${business} knows ${address}, a mail with a link and a 6-digit code is on its way.`,
  sent: (business: string) =>
    `If ${business} knows the address, a mail with a link and a 6-digit code is on its way.`,
  codeHint:
    "Open the link in this browser, or type the code here, in the window where you asked. Both work once, for 10 minutes.",
  code: "Code from the mail",
  enter: "Sign in",
  codeMalformed: "The code has six digits.",
  codeWrong:
    "That code is not right. Take it from the newest mail and type it in the window where you asked.",
  codeOver: "This code can no longer be used. Have a new mail sent, or use the link in the mail.",
  codeLinkOnly: "Codes are not taken at the moment. Use the link in the mail: it works as ever.",
  networkBusy:
    "There were very many tries from your network. Wait some minutes, or use the link in the mail.",
  mailsBusy:
    "Very many sign-in mails were asked for from your network, so no new one is sent just now. Mails you have work as before; wait some minutes for another.",
  noMail: "No mail?",
  noMailHint: "It can take a minute, and may lie among unwanted mail. A mail you got before still works.",
  again: "Send another mail",
  againIn: "Send another mail in {left} s",
  otherAddress: "Use another address",

  linkTitle: (business: string) => `Sign in to ${business}`,
  linkAs: (address: string) => `as ${address}`,
  linkText: "One press and you are in. If you did not ask for this mail, close the page: nothing happens.",
  linkButton: "Sign in",

  unknown: "My address isn't known",
  unknownTitle: "Ask to be let in",
  unknownText: (business: string) =>
    `Tell ${business} who you are. They add your address and write to you; then you can sign in.`,
  name: "Your name",
  nameMissing: "Write your name.",
  company: "Company",
  phone: "Phone",
  message: "Message",
  messageHint: "A customer or invoice number helps.",
  ask: "Send",
  askedTitle: "Thank you",
  asked: (business: string) => `Your request is on its way to ${business}. They will write to you.`,
  reach: (business: string) => `You can also reach ${business} here:`,
  tooLong: "That is too long.",

  sessions: "Where you are signed in",
  sessionsHint: "A visit ends by itself after 7 days without use, and after 30 days at the latest.",
  thisBrowser: "This browser",
  unknownBrowser: "Unknown browser",
  ways: { token: "portal link", link: "link in a mail", code: "code from a mail", preview: "preview" },
  since: (when: string, way: string) => `Since ${when}, by ${way}`,
  lastSeen: (when: string) => `Last used ${when}`,
  end: "End",
  everywhere: "Sign out everywhere",

  customer: "Customer",
  allCustomers: "All",
  groupByCustomer: "Group by customer",
  asOneList: "As one list",
  documentsOf: (count: number) => `${count} ${count === 1 ? "document" : "documents"}`,
  balanceOf: (amount: string) => `Balance ${amount}`,
  allOf: (name: string) => `All documents of ${name}`,
}
export type PortalSignInTexts = typeof portalSignInEn
