/** Words of paying: the pay page, the page of a payment, and what stands on a document and the overview about it. */
export const portalPaymentsEn = {
  bank: {
    title: "Paid by bank?",
    open: "I have paid by bank",
    change: "Change the date",
    paidOn: "When did you pay?",
    submit: "Say that it is paid",
    said: (noted: string, paid: string) =>
      `You said on ${noted} that you paid on ${paid}. It is booked when the bank says so.`,
    errors: {
      nothing_open: "Nothing is open on this invoice any more.",
      no_date: "Write the date you paid.",
      in_future: "This date is not here yet.",
      before_issue: "This is before the invoice was written.",
      preview: "You see the portal as the customer sees it, and can say nothing for them.",
    },
  },

  /** On a document and the overview. */
  payWith: (brand: string) => `Pay with ${brand}`,
  payInvoices: (count: number, amount: string) =>
    `Pay ${count === 1 ? "1\u00a0invoice" : `${count}\u00a0invoices`}\u00a0· ${amount}`,
  otherWays: "Other ways to pay",
  choose: "Choose what to pay",
  underWay: "A payment is under way.",
  severalUnderWay: (count: number) =>
    count === 1 ? "1 invoice is being paid." : `${count} invoices are being paid.`,
  toPayment: "See the payment",

  /** Why there is no button. */
  none: {
    paid: "Nothing is open on it.",
    not_an_invoice: "Only invoices are paid here.",
    not_set_up: "Pay by bank: all you need stands under “How to pay”.",
    other_currency: (brand: string, currency: string) =>
      `${brand} does not take ${currency} here. Pay by bank: all you need stands under “How to pay”.`,
    over_limit: (brand: string, limit: string) =>
      `${brand} takes ${limit} at most at a time. Pay by bank: all you need stands under “How to pay”.`,
    over_limit_several: (brand: string, limit: string) =>
      `${brand} takes ${limit} at most at a time. Choose fewer invoices, or pay by bank.`,
    covered: "Your credits cover this. There is nothing to pay.",
    preview: "Customers pay here. You only look, so the button does nothing.",
  },

  /** The pay page. */
  title: (document: string) => `Pay ${document}`,
  back: (document: string) => `Back to ${document}`,
  dueTo: (date: string, business: string) => `Due ${date} · to ${business}`,
  toBusiness: (business: string) => `To ${business}`,
  amount: "Amount",
  amountHint: (least: string, open: string) => `From ${least} to ${open}, which is all of it.`,
  phone: "Mobile number",
  phoneHintPush: (brand: string) => `The request goes to ${brand} on this phone.`,
  phoneHintRedirect: (brand: string) => `Filled in for you at ${brand}, where you can change it.`,
  newTab: (brand: string) => `${brand} opens in a new tab. This page stays, and shows when it is paid.`,
  acceptBefore: "By paying you accept the ",
  acceptLink: (business: string) => `terms of ${business}`,
  pay: (brand: string) => `Pay with ${brand}`,
  payAmount: (amount: string, brand: string) => `Pay ${amount} with ${brand}`,
  byCard: "Pay by card",
  byBank: "Pay by bank instead",
  test: "This is a test: no money is moved.",

  refused: {
    balance_changed: (open: string) =>
      `What is open has changed since this page was shown: it is ${open} now. Look at the amount, then pay.`,
    sum_changed: (sum: string) =>
      `The sum is ${sum} now: you chose other invoices, or something was booked meanwhile. Look at it, then pay.`,
    amount_too_small: (least: string) => `${least} is the least that can be paid.`,
    amount_too_large: (open: string) => `${open} is all that is open.`,
    not_amount: "Write an amount, such as 1,250.00.",
    phone: "Write a mobile number with its country code, such as +45 12 34 56 78.",
    card: "Cards are not taken here.",
    too_often: "This was tried many times just now. Wait ten minutes, then try again.",
    pending: "A payment of this is under way already. When it ends, you can try again.",
    nothing_chosen: "Choose at least one invoice.",
    too_many: (most: number) =>
      `At most ${most} invoices are paid at once. Choose fewer, and pay the rest after.`,
  },

  /** The account pay page. */
  account: {
    title: "Pay invoices",
    whose: "Whose invoices?",
    sum: (amount: string) => `${amount} to pay`,
    invoices: "Invoices",
    leftOut: (shown: number, more: number) =>
      `Here are the ${shown} invoices that are due first. ${more === 1 ? "1 more is open; it" : `${more} more are open; they`} can be paid after these.`,
    dueOn: (date: string) => `due ${date}`,
    credits: "Set off against them",
    creditNote: (number: string) => `Credit note ${number}`,
    hiddenCredit: "Credit",
    onAccount: (date: string) => `Your payment of ${date}`,
    total: "To pay",
    update: "Update the sum",
    nothing: "There is nothing to pay here.",
  },

  /** The page of a payment. */
  payment: {
    title: "Payment",
    asking: (brand: string) => `Asking ${brand} …`,
    askingText: "It takes a moment. This page changes by itself.",
    openApp: (brand: string) => `Open ${brand} on your phone`,
    openAppText: (brand: string, phone: string) =>
      `A request is on its way to ${brand} on ${phone}. Swipe to pay; this page changes by itself.`,
    waitsForPayer: "Waiting for the payer",
    waitsForPayerText: (brand: string) =>
      `A request is on its way to ${brand} on the payer’s phone. This page changes by itself.`,
    goOn: (brand: string) => `Finish in ${brand}`,
    goOnText: (brand: string) =>
      `${brand} is open in another tab. This page changes by itself once you have paid there.`,
    goOnButton: (brand: string) => `Open ${brand}`,
    until: (time: string) => `It waits until ${time}.`,
    simulated: "Here MobilePay is simulated, and no money is moved.",
    simulatedPhone: "Open the simulated phone",
    notReceived: "Received nothing?",
    notReceivedHints: (brand: string) => [
      `Open ${brand} yourself: the request waits there, also when no message came.`,
      "Look whether the number above is the one you use there.",
      "Cancel, and try again.",
    ],
    cancel: "Cancel the payment",
    cancellingTitle: "Cancelling …",
    cancelling: "The payment is being cancelled. If you have approved it already, it counts.",
    approved: "Approved",
    approvedText: "The money is being taken. This page changes by itself.",
    reservedText: (business: string) =>
      `The money is reserved. ${business} takes it when what you bought is delivered.`,
    complete: "Paid",
    completeText: (business: string) => `${business} has received the money. Thank you.`,
    completeOther: (captured: string, asked: string) => `${captured} of ${asked} was taken.`,
    paidWith: "Paid with",
    paidAt: "Paid",
    amount: "Amount",
    phone: "From",
    items: "What it pays",
    itemsPaid: "What it paid",
    toDocument: (document: string) => `See ${document}`,
    toOverview: "To the overview",
    receipt: "Download the invoice",
    tryAgain: "Try again",
    unknownInvoice: "Invoice",
  },

  /** What became of an attempt that came to nothing, and what to do. */
  failed: {
    declined: ["Declined", "The payment was declined in the app. Nothing was paid. You can try again."],
    expired: [
      "Not approved in time",
      "Nobody approved it within ten minutes. Nothing was paid. You can try again.",
    ],
    cancelled: ["Cancelled", "The payment was cancelled. Nothing was paid. You can try again."],
    balance_changed: [
      "Paid meanwhile",
      "What was open changed before the money was taken, so it was given free again. Look at the invoice.",
    ],
    released: ["Given free", "The money was reserved and is free again. Nothing was paid."],
    given_up: ["Stopped", "The payment could not be followed to its end. Ask us before you pay again."],
    push_not_allowed: [
      "Not sent",
      "The request could not be sent to your phone. Try again: it opens a page instead.",
    ],
    currency: ["Not possible", "This currency is not taken here. Pay by bank."],
    amount_too_small: ["Not possible", "The amount is too small to be paid this way. Pay by bank."],
    amount_too_large: [
      "Not possible",
      "The amount is too large to be paid this way. Pay a part, or by bank.",
    ],
    phone: ["Not sent", "The number could not be used. Try again with the number you use in the app."],
    no_user: [
      "Not sent",
      "The request could not be delivered. Try again, with another number if you have one, or pay by bank.",
    ],
    funds: ["Not enough money", "The money could not be taken. Try again with another card, or pay by bank."],
    capture_refused: [
      "Not taken",
      "The money could not be taken after you approved. It is free again. You can try again.",
    ],
    unknown: ["Something went wrong", "Nothing was paid. Try again in a moment, or pay by bank."],
  } as Readonly<Record<string, readonly [string, string]>>,

  /** Between our page and the provider's. */
  go: {
    title: (brand: string) => `On to ${brand}`,
    text: (brand: string) =>
      `You are taken to ${brand}. The page you came from stays open and shows when it is paid.`,
    link: (brand: string) => `Go on to ${brand}`,
  },

  /** Where the provider brings the payer back to, in a browser that is not signed in. */
  returned: {
    title: "You can close this page",
    text: "The payment shows in the window where you began it.",
  },
}
export type PortalPaymentsTexts = typeof portalPaymentsEn
