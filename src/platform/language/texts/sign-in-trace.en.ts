/** Words of "Why can't this customer get in?". */
export const signInTraceEn = {
  title: "Why can't this customer get in?",
  none: "Nobody has asked for a sign-in mail with an address of this customer in the last 30 days. If they say they did, they typed another address.",
  noAddress: "No e-mail address is known here, so nobody can sign in by mail. Add a contact with one.",
  accessOff: "Portal access is off for this customer. No mail is sent, and nothing opens.",
  unusable: (address: string) => `“${address}” is not one whole e-mail address. Nobody can sign in with it.`,
  linkOnly: (address: string) =>
    `After a hundred wrong codes in a row, ${address} signs in by the link alone, until it has done so once.`,
  attempt: (address: string) => address,
  asked: (browser: string | null) =>
    browser ? `Asked for a sign-in mail, in ${browser}` : "Asked for a sign-in mail",
  outcomes: {
    waiting: "The mail has not been made yet. If this stays, no worker is running.",
    unknown: "No mail: at that time the address stood at no customer who may come in.",
    limited: "No mail: too many were asked for in a short time. Mails sent before still worked.",
    too_late: "No mail: it could not be sent within five minutes, and a late code is no use. Ask again.",
    too_many_open: "No mail: three earlier ones still worked.",
  },
  mails: {
    queued: "The mail waits to be sent.",
    sending: "The mail was given to the mail server, which has not answered yet.",
    uncertain: "The mail server's answer was lost; the mail is sent again.",
    sent: "The mail server accepted the mail. If it is not there, it lies among unwanted mail or was held back.",
    kept: "The mail is kept in Kvit: no mail server is set up.",
    refused: "The mail server refused the address. It may be wrong.",
    failed: "The mail could not be sent. What the mail server said stands in the list of mails.",
    dropped: "The mail was not sent: it was too late.",
  },
  byMachine: "A machine, such as a mail scanner, opened the link. That uses nothing up.",
  elsewhere:
    "The link was opened in another browser than the one that asked. There a button must be pressed.",
  wrongCodes: (wrong: number, left: number) =>
    `${wrong} wrong ${wrong === 1 ? "code" : "codes"} typed; ${left === 0 ? "no tries left, but the link worked on" : `${left} ${left === 1 ? "try" : "tries"} left`}.`,
  usedBy: { link: "Signed in by the link.", code: "Signed in by the code." },
  ended: "Another mail was used to sign in; this one opens nothing any more.",
  expired: "Link and code ran out unused.",
  open: "Link and code still work.",
}
export type SignInTraceTexts = typeof signInTraceEn
