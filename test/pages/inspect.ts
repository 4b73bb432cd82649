/** What is looked for on every page, whoever it is for. Each check answers with a list of what is wrong. */
import { AxeBuilder } from "@axe-core/playwright"
import type { Page } from "playwright-core"

const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

/** WCAG 2.2 AA and axe's own advice, as far as a machine can tell. */
export async function findBarriers(page: Page): Promise<string[]> {
  const results = await new AxeBuilder({ page }).setLegacyMode().withTags(standards).analyze()
  return describeViolations(results)
}

function describeViolations({ violations }: Awaited<ReturnType<AxeBuilder["analyze"]>>): string[] {
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`))
}

/** Whether the page can be pushed sideways, and by which elements. */
export async function findSideways(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement
    const hides = [root, document.body].some((box) => /hidden|clip/.test(getComputedStyle(box).overflowX))
    if (!hides && root.scrollWidth <= root.clientWidth) return []
    const wide = [...document.querySelectorAll("body *")].filter(
      (box) => box.getBoundingClientRect().right > root.clientWidth + 1,
    )
    return [
      `${root.scrollWidth} px in ${root.clientWidth}`,
      ...wide.slice(-3).map((box) => box.outerHTML.slice(0, 150)),
    ]
  })
}

/** What a finger cannot hit: less than 44 px either way, words within a sentence excepted (WCAG 2.5.5). */
export async function findSmallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const isInSentence = (box: Element) => {
      const around = box.parentElement
      return (
        getComputedStyle(box).display.startsWith("inline") &&
        [...(around?.childNodes ?? [])].some((node) => node.nodeType === 3 && node.textContent?.trim())
      )
    }
    // A link that covers the whole row it stands in.
    const isStretched = (box: Element) => getComputedStyle(box, "::after").position === "absolute"
    return [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
      .filter((box) => box.checkVisibility() && !box.matches(".skip, [type=hidden]") && !isInSentence(box))
      .map(
        (box) =>
          box.closest("label") ?? (isStretched(box) ? ((box as HTMLElement).offsetParent ?? box) : box),
      )
      .filter((box) => {
        const { width, height } = box.getBoundingClientRect()
        // The words of a switch belong to it.
        const words = "labels" in box && (box.labels as NodeListOf<HTMLElement>)[0]?.getBoundingClientRect()
        const tall = Math.max(height, box.matches("[type=checkbox]") && words ? words.height : 0)
        const wide = Math.max(width, box.matches("[type=checkbox]") && words ? words.width : 0)
        return width > 0 && (wide < 43.5 || tall < 43.5)
      })
      .map((box) => {
        const { width, height } = box.getBoundingClientRect()
        return `${Math.round(width)}×${Math.round(height)}: ${box.outerHTML.slice(0, 120)}`
      })
  })
}

/** Everything that can be used, by keys alone: what is never reached, and what does not show that it is. */
export async function findUnreachable(page: Page): Promise<string[]> {
  const expected = await page.evaluate(() => {
    const usable = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")].filter(
      (box) =>
        box.checkVisibility() &&
        !box.matches("[type=hidden], :disabled") &&
        // Of a group of radio buttons, Tab reaches the chosen one.
        !(box.matches("[type=radio]") && !box.matches(":checked")),
    )
    for (const [index, box] of usable.entries()) box.setAttribute("data-walk", String(index))
    return usable.map((box) => box.outerHTML.slice(0, 120))
  })
  const reached = new Set<number>()
  // A date has a stop for each of its parts; one that shows is enough.
  const shown = new Set<number>()
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  for (let presses = 0; presses < expected.length + 20 && reached.size < expected.length; presses += 1) {
    await page.keyboard.press("Tab")
    const at = await page.evaluate(() => {
      const box = document.activeElement
      const number = box?.getAttribute("data-walk")
      if (!box || number === null || number === undefined) return null
      // A link that covers its row shows it around the row.
      const shows = [getComputedStyle(box), getComputedStyle(box, "::after")].some(
        ({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2,
      )
      return { number: Number(number), shows: shows && box.matches(":focus-visible") }
    })
    if (!at) continue
    reached.add(at.number)
    if (at.shows) shown.add(at.number)
  }
  return expected.flatMap((html, index) => {
    if (!reached.has(index)) return [`not reached: ${html}`]
    return shown.has(index) ? [] : [`no sign of focus: ${html}`]
  })
}
