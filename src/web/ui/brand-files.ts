/** The business's stylesheet and logo, which both doors serve to anyone: they are on the page of last resort too. */
import { findLogo } from "../../domain/settings/index.ts"
import { createDoorActor } from "../../platform/database/index.ts"
import type { AnyContext } from "../context.ts"
import { filePolicy } from "../guards/headers.ts"
import { brandStylesheet, brandVersion } from "./brand.ts"

const forOneDay = "private, max-age=86400"
const forAMinute = "private, max-age=60"

/** Kept for a day where the address names the version (`?v=`), else for a minute. */
export function sendBrand(c: AnyContext): Response {
  const { accent } = c.var.business
  const isVersioned = c.req.query("v") === brandVersion(accent)
  return c.body(brandStylesheet(accent), 200, {
    "Content-Type": "text/css; charset=utf-8",
    "Cache-Control": isVersioned ? forOneDay : forAMinute,
  })
}

/** A picture of a type we checked, with nothing allowed in it. */
export async function sendLogo(c: AnyContext): Promise<Response> {
  const logo = await findLogo(createDoorActor(c.var.kvit, c.var.businessId))
  if (!logo) return c.notFound()
  return c.body(new Uint8Array(logo.bytes), 200, {
    "Content-Type": logo.type,
    "Content-Security-Policy": filePolicy,
    "Cache-Control": forAMinute,
  })
}
