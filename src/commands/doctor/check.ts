/** What the doctor looked at, and how it is. */
export interface Check {
  name: string
  ok: boolean
  /** How it is, in a few words or a sentence. */
  detail: string
  /** How to mend it, where it is wrong. */
  mend?: string
}

export const good = (name: string, detail: string): Check => ({ name, ok: true, detail })
export const wrong = (name: string, detail: string, mend: string): Check => ({
  name,
  ok: false,
  detail,
  mend,
})
