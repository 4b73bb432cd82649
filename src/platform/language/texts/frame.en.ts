/** Words around the staff pages. */
export const frameEn = {
  skip: "Skip to content",
  nav: "Sections",
  menu: "Menu",
  user: "Your account",
  home: "Home",
  customers: "Customers",
  documents: "Documents",
  payments: "Payments",
  activity: "Activity",
  settings: "Settings",
  account: "Your account",
  signOut: "Sign out",
  notAllowedTitle: "Not allowed",
  notAllowed: "Your role does not let you do this. Ask an owner.",
  notFoundTitle: "Not found",
  notFound: "There is nothing at this address.",
  errorTitle: "Something went wrong",
  error: "It has been written to the log. Try again; if it stays, tell whoever runs Kvit the request number.",
}
export type FrameTexts = typeof frameEn
