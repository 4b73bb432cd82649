/** `<auto-submit>` around selects and a button: choosing sends the form, and the button is not needed. */
class AutoSubmit extends HTMLElement {
  connectedCallback(): void {
    for (const button of this.querySelectorAll("button")) button.hidden = true
    this.addEventListener("change", (event) => {
      if (event.target instanceof HTMLSelectElement) event.target.form?.requestSubmit()
    })
  }
}

customElements.define("auto-submit", AutoSubmit)
