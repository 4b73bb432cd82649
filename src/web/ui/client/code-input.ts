/** `<code-input>` around the field of a one-time code: once six digits stand in it, however they came, it is sent. */
class CodeInput extends HTMLElement {
  connectedCallback(): void {
    const input = this.querySelector("input")
    let sent = ""
    input?.addEventListener("input", () => {
      const digits = input.value.replace(/\D/g, "")
      if (digits.length !== 6 || digits === sent) return
      sent = digits
      input.form?.requestSubmit()
    })
  }
}

customElements.define("code-input", CodeInput)
