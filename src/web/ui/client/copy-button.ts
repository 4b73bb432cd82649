/**
 * `<copy-button value="…" copied="…"><button>…</button><span role="status"></span></copy-button>`
 * copies its value and says so in the word it was given. Without JavaScript it is not shown.
 */
class CopyButton extends HTMLElement {
  connectedCallback(): void {
    this.querySelector("button")?.addEventListener("click", () => void this.#copy())
  }

  async #copy(): Promise<void> {
    const status = this.querySelector("[role=status]")
    if (!status) return
    const value = this.getAttribute("value") ?? ""
    const copied = await writeClipboard(value)
    status.textContent = this.getAttribute(copied ? "copied" : "failed") ?? ""
    this.toggleAttribute("done", copied)
    if (!copied && this.previousElementSibling) getSelection()?.selectAllChildren(this.previousElementSibling)
    setTimeout(() => {
      status.textContent = ""
      this.removeAttribute("done")
    }, 2500)
  }
}

/** The clipboard may be refused (an old browser, http, a policy); then the text beside it is marked instead. */
async function writeClipboard(value: string): Promise<boolean> {
  if (!navigator.clipboard) return false
  return navigator.clipboard.writeText(value).then(
    () => true,
    () => false,
  )
}

customElements.define("copy-button", CopyButton)
