/** A `<details class="menu">` works by itself; here it also closes by Escape and by a press beside it. */
function closeMenus(except: Node | null): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    if (!except || !menu.contains(except)) menu.open = false
  }
}

document.addEventListener("click", (event) => closeMenus(event.target instanceof Node ? event.target : null))
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return
  const open = document.querySelector<HTMLDetailsElement>("details.menu[open]")
  closeMenus(null)
  open?.querySelector("summary")?.focus()
})
