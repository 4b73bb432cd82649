/**
 * `<pay-choice lang digits none most>` around the boxes of invoices, the credits and the sum: keeps credits and sum
 * right as boxes are ticked. The server reckons again before anything is paid, and asks where it comes to another sum.
 */
class PayChoice extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("change", () => this.#reckon())
    // A browser that comes back to the page ticks what was ticked.
    this.#reckon()
  }

  #reckon(): void {
    let due = 0n
    for (const box of this.querySelectorAll<HTMLInputElement>("input[data-amount]:checked"))
      due += BigInt(box.dataset.amount ?? 0)
    let sum = due
    for (const credit of this.querySelectorAll<HTMLElement>("[data-credit]")) {
      const all = BigInt(credit.dataset.credit ?? 0)
      const used = all < sum ? all : sum
      sum -= used
      credit.hidden = used === 0n
      show(credit.querySelector("[data-used]"), this.#format(-used))
    }
    show(this.querySelector("[data-sum]"), this.#format(sum))
    const shown = this.querySelector<HTMLInputElement>("input[name=shownOpen]")
    if (shown) shown.value = String(sum)
    const isTooMuch = sum > BigInt(this.getAttribute("most") ?? 0)
    toggle(this.querySelector("[data-too-much]"), isTooMuch)
    toggle(this.querySelector("[data-covered]"), due > 0n && sum === 0n)
    for (const button of this.querySelectorAll<HTMLButtonElement>("button[name=method]"))
      button.disabled = sum === 0n || isTooMuch
  }

  /** As the server writes it: `none` is nothing in the same currency, in whose place the number goes. */
  #format(amount: bigint): string {
    const digits = Number(this.getAttribute("digits"))
    const locale = this.lang === "da" ? "da-DK" : "en-GB"
    const number = new Intl.NumberFormat(locale, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
    const positive = amount < 0n ? -amount : amount
    const text = (this.getAttribute("none") ?? "").replace(
      number.format(0),
      number.format(Number(positive) / 10 ** digits),
    )
    return amount < 0n ? `\u2212${text}` : text
  }
}

function show(element: Element | null, text: string): void {
  if (element) element.textContent = text
}

function toggle(element: HTMLElement | null, isShown: boolean): void {
  if (element) element.hidden = !isShown
}

customElements.define("pay-choice", PayChoice)
