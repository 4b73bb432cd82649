import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

/** A built file, in memory, in each form a browser may ask for. */
export interface Asset {
  /** As in `/assets/kvit-0a1b2c3d4e.css`. */
  readonly path: string
  readonly type: string
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Null where the file is compressed in itself. */
  readonly gzip: Uint8Array<ArrayBuffer> | null
  readonly brotli: Uint8Array<ArrayBuffer> | null
}

/** The name holds a hash of the content, so whoever has it never needs to ask again. */
export const assetCacheControl = "public, max-age=31536000, immutable"

interface Assets {
  readonly byName: ReadonlyMap<string, string>
  readonly byPath: ReadonlyMap<string, Asset>
}

const types: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  woff2: "font/woff2",
}

let loaded: Assets | null = null

/** The address of a built file by its plain name: `kvit.css`, `portal.js`, `staff.js`, `inter.woff2`, `icon.svg`. */
export function asset(name: string): string {
  const path = assets().byName.get(name)
  if (!path) throw new Error(`No built file is called ${name}.`)
  return path
}

/** The built file at an address such as `/assets/kvit-0a1b2c3d4e.css`, or null. Nothing is read from disk by it. */
export function findAsset(path: string): Asset | null {
  return assets().byPath.get(path) ?? null
}

/** Reads the manifest and every file in it. Throws where the pages were not built. */
export function readAssets(folder: string): Assets {
  const manifest: Record<string, string> = JSON.parse(readFileSync(join(folder, "assets.json"), "utf8"))
  const byName = new Map<string, string>()
  const byPath = new Map<string, Asset>()
  for (const [name, file] of Object.entries(manifest)) {
    const path = `/assets/${file}`
    byName.set(name, path)
    byPath.set(path, readAsset(path, join(folder, file)))
  }
  return { byName, byPath }
}

function assets(): Assets {
  loaded ??= readAssets(publicFolder())
  return loaded
}

function readAsset(path: string, file: string): Asset {
  const extension = file.slice(file.lastIndexOf(".") + 1)
  const type = types[extension]
  if (!type) throw new Error(`${file} is of no type that pages load.`)
  const compressed = extension === "woff2"
  return {
    path,
    type,
    bytes: new Uint8Array(readFileSync(file)),
    gzip: compressed ? null : new Uint8Array(readFileSync(`${file}.gz`)),
    brotli: compressed ? null : new Uint8Array(readFileSync(`${file}.br`)),
  }
}

/** This file runs from `src/web/ui` in tests and from `dist` or `dist/chunks` when built. */
function publicFolder(): string {
  const here = fileURLToPath(import.meta.url)
  const root = here.slice(0, Math.max(here.lastIndexOf("/src/"), here.lastIndexOf("/dist/")))
  return join(root, "dist", "public")
}
