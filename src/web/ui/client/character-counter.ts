/**
 * `<character-counter text="{left} characters left">` around a text area with `maxlength` and an
 * element with `data-left`: keeps that element's words right. The server writes the first ones.
 */
class CharacterCounter extends HTMLElement {
  connectedCallback(): void {
    const area = this.querySelector("textarea")
    const shown = this.querySelector("[data-left]")
    const text = this.getAttribute("text")
    if (!area || !shown || !text || area.maxLength < 0) return
    const show = () => {
      shown.textContent = text.replace("{left}", String(area.maxLength - area.value.length))
    }
    area.addEventListener("input", show)
    show()
  }
}

customElements.define("character-counter", CharacterCounter)
