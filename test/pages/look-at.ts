import type { BrowserContext } from "playwright-core"
import { expect } from "vitest"
import { listenTo, type PageGround } from "./ground.ts"
import { findBarriers, findSideways, findSmallTargets } from "./inspect.ts"

const pictures = process.env.KVIT_PICTURES

/**
 * Opens a page and looks at it as people will: in light on a desk, in the dark on a phone 320 px wide. With
 * KVIT_PICTURES set to a folder, pictures of it are left there.
 */
export async function lookAt(ground: PageGround, window: BrowserContext, path: string): Promise<void> {
  const page = await window.newPage()
  try {
    const complaints = listenTo(page, ground.origin)
    await page.setViewportSize({ width: 1280, height: 900 })
    await page.emulateMedia({ reducedMotion: "reduce" })
    await page.goto(path, { waitUntil: "load" })
    const wide = { barriers: await findBarriers(page), sideways: await findSideways(page) }
    await picture("wide")
    await page.emulateMedia({ colorScheme: "dark" })
    await picture("dark")
    await page.setViewportSize({ width: 320, height: 640 })
    await settle()
    const narrow = {
      barriers: await findBarriers(page),
      sideways: await findSideways(page),
      small: await findSmallTargets(page),
    }
    await page.emulateMedia({ colorScheme: "light" })
    await picture("phone")
    expect({ complaints, wide, narrow }, path).toEqual({
      complaints: [],
      wide: { barriers: [], sideways: [] },
      narrow: { barriers: [], sideways: [], small: [] },
    })
  } finally {
    await page.close()
  }

  /** Colours may move to their new place: until nothing has moved for a few frames, however busy the machine is. */
  async function settle() {
    await page.evaluate(async () => {
      let quietFrames = 0
      while (quietFrames < 6) {
        await new Promise((drawn) => requestAnimationFrame(drawn))
        const isDark = matchMedia("(prefers-color-scheme: dark)").matches
        quietFrames = isDark && document.getAnimations().length === 0 ? quietFrames + 1 : 0
      }
    })
  }

  async function picture(name: string) {
    if (!pictures) return
    if (name === "phone") await page.setViewportSize({ width: 360, height: 740 })
    const place = path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "id").replace(/[^a-z0-9]+/gi, "-")
    await page.screenshot({ path: `${pictures}/${place}${name}.png`, fullPage: true })
  }
}
