/**
 * `<wait-button seconds="42" text="Again in {left} s"><button>Again</button></wait-button>` holds its button back
 * until the seconds are over, and says how many are left. Without JavaScript the button is simply there.
 */
class WaitButton extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector("button")
    if (!button) return
    const words = button.textContent
    const end = Date.now() + Number(this.getAttribute("seconds") ?? 0) * 1000
    const show = () => {
      const left = Math.ceil((end - Date.now()) / 1000)
      button.disabled = left > 0
      button.textContent =
        left > 0 ? (this.getAttribute("text") ?? "").replace("{left}", String(left)) : words
      if (left > 0) setTimeout(show, 500)
    }
    show()
  }
}

customElements.define("wait-button", WaitButton)
