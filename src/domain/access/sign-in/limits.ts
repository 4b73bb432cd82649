/** Every limit of signing in, and nothing else. docs/sign-in.md says why each is as it is. */
import type { Budget } from "../budgets.ts"

const minute = 60
const hour = 3600

/** Tries of one code. */
export const triesPerCode = 5
/** Wrong codes in a row after which an account comes in by link alone, until it did. */
export const failuresInARow = 100
/** Mails of one account whose link and code still work. */
export const openMails = 3
/** A mail that could not be sent this long after it was asked for is not sent any more. */
export const sendWithinSeconds = 300

/** Whose mail is asked for; `device` is a browser in which this account signed in before. */
interface Asked {
  account: Buffer
  network: string
  device: string | null
}

export function mailsOfNetwork({ network }: Pick<Asked, "network">): Budget {
  return { of: `mails ${network}`, burst: 10, refillSeconds: minute }
}

export function mailsOfAccount({ account }: Pick<Asked, "account">): Budget[] {
  const of = account.toString("hex")
  return [
    { of: `mails ${of}`, burst: 3, refillSeconds: 5 * minute },
    { of: `mails a day ${of}`, burst: 10, refillSeconds: (24 * hour) / 10 },
    { of: `pause ${of}`, burst: 1, refillSeconds: minute },
  ]
}

/** What strangers cannot use up: a budget of the browser's own. */
export function mailsOfDevice({ account, device }: Asked): Budget[] {
  const of = `${device} ${account.toString("hex")}`
  return [
    { of: `mails of device ${of}`, burst: 2, refillSeconds: 10 * minute },
    { of: `pause of device ${of}`, burst: 1, refillSeconds: minute },
  ]
}

export const mailsOfAll: Budget = { of: "mails of all", burst: 100, refillSeconds: 1 }

export function codesOfNetwork(network: string): Budget {
  return { of: `codes ${network}`, burst: 20, refillSeconds: 30 }
}

export function codesOfAccount(account: Buffer, device: string | null): Budget {
  const from = device === null ? "" : ` of device ${device}`
  return { of: `codes ${account.toString("hex")}${from}`, burst: 10, refillSeconds: hour / 10 }
}

/** More wrong codes than this in an hour, whoever typed them, look like somebody trying them all. */
export const wrongCodesOfAll: Budget = { of: "wrong codes of all", burst: 200, refillSeconds: hour / 200 }
/** Used up for an hour when that happens. */
export const codesPaused: Budget = { of: "codes paused", burst: 1, refillSeconds: hour }

export function deadLinksOfNetwork(network: string): Budget {
  return { of: `dead links ${network}`, burst: 20, refillSeconds: 30 }
}

export function requestsOfNetwork(network: string): Budget {
  return { of: `access requests ${network}`, burst: 3, refillSeconds: 10 * minute }
}

export function requestsOfBusiness(businessId: string): Budget {
  return { of: `access requests ${businessId}`, burst: 30, refillSeconds: 2 * minute }
}
