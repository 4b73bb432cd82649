/** Words of the pages on which staff settle an account: open items, credit that is used, write-offs, opening balances. */
export const staffLedgerEn = {
  openItems: "Open on the account",
  noItems: "Nothing is open, and there is no credit.",
  item: "What",
  date: "Date",
  due: "Due",
  amount: "Amount",
  late: "overdue",
  more: (items: number) => `${items} more`,
  money: (method: string) => `Money on the account, ${method}`,
  openingBalance: "Opening balance",
  openingCredit: "Opening balance in the customer's favour",
  use: "Use credit",
  addOpening: "Opening balance",
  done: {
    credit: "The credit was used.",
    opening_balance: "The opening balance was recorded.",
    write_off: "The amount was written off.",
    write_off_back: "The write-off was taken back. The amount is open again.",
  },
  form: "The form was incomplete. Try again.",

  credit: {
    title: "Use credit",
    intro: (customer: string) => `A credit of ${customer} settles what is open on the same account.`,
    from: "Credit",
    to: "For",
    choose: "Continue",
    nothing: "There is nothing to use credit for",
    nothingText: "Either nothing is open in the currency of the credit, or the credit has been used.",
    amount: "Amount to use",
    before: "Now",
    after: "After",
    afterHint: (amount: string) => `After ${amount} is used:`,
    left: (what: string) => `${what}: left`,
    open: (what: string) => `${what}: open`,
    save: "Use the credit",
    problem: "Nothing was used.",
    item: (what: string, amount: string) => `${what} · ${amount}`,
    itemDue: (what: string, amount: string, due: string) => `${what} · ${amount} · due ${due}`,
    errors: {
      more_than_left: (left: string) => `Only ${left} is left of the credit.`,
      more_than_open: (open: string) => `Only ${open} is open.`,
      key_of_another:
        "This form has been used already, and with something else in it. Is this a further amount? Then send it now.",
    },
  },

  opening: {
    title: "Opening balance",
    intro: (customer: string) =>
      `What ${customer} owed, or had to their credit, before their documents were in Kvit. It counts in the balance, and appears on the statement.`,
    direction: "What is it",
    directions: { owed: "The customer owes it", credit: "The customer has it to their credit" },
    amount: "Amount",
    currency: "Currency",
    asOf: "As of",
    asOfHint: "Usually the day before the first document in Kvit. What is owed counts as due from then.",
    note: "Note",
    noteHint: "For staff only. Left empty where there is none.",
    save: "Record the opening balance",
    problem: "The opening balance was not recorded.",
    errors: {
      direction: "Choose who owes it.",
      currency: "Choose a currency.",
      date: "Choose a date.",
      early: "Choose a date after the year 2000.",
      future: "Choose today or earlier.",
      note: "At most 200 characters.",
      key_of_another:
        "This form has recorded an opening balance already, and with something else in it. Is this a further one? Then record it now.",
    },
  },

  writeOff: {
    action: "Write off…",
    title: (title: string) => `Write off ${title}`,
    open: (amount: string) => `${amount} is open.`,
    warning:
      "What is written off is no longer owed, and no longer asked for. The customer sees that it was written off, and not why.",
    amount: "Amount",
    reason: "Reason",
    reasonHint: "For staff only, such as “Bankrupt” or “Rounding”.",
    save: "Write off",
    takeBack: "Take back",
    problem: "Nothing was written off.",
    nothingOpen: "Nothing is open",
    nothingOpenText: "This document is settled, or is no invoice. There is nothing to write off.",
    errors: {
      more_than_open: (open: string) => `Only ${open} is open.`,
      reason: "Write a reason of at most 200 characters.",
      key_of_another:
        "This form has written off an amount already, and with something else in it. Is this a further amount? Then send it now.",
    },
  },
}
export type StaffLedgerTexts = typeof staffLedgerEn
