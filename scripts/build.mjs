// Builds what a browser and Node run: the server, the pages' JavaScript, their
// stylesheet and their font. `node scripts/build.mjs`, or `build()` from a test
// or from the start of the server. Warm it takes about a second.
import { createHash, randomUUID } from "node:crypto"
import { existsSync } from "node:fs"
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { basename, dirname, extname, join, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { brotliCompress, constants, gzip } from "node:zlib"

const root = fileURLToPath(new URL("..", import.meta.url))
const require = createRequire(import.meta.url)

/** What runs under Node. An entry whose file is not there is left out with a plain message. */
const serverEntries = {
  kvit: "src/commands/kvit.ts",
  // Workers run in threads of their own and so are files of their own.
  "pdf-worker": "src/platform/pdf/worker.ts",
  // A program of its own, which the demo starts beside Kvit.
  "mobilepay-simulator": "simulator/main.ts",
}
const clientEntries = { portal: "src/web/ui/client/portal.ts", staff: "src/web/ui/client/staff.ts" }
/** A server that still runs the build before this one loads some of its chunks only when they are needed. */
const chunkDays = 7
const chunkName = /^chunk-\w+\.js(\.map)?$/
const stylesheet = "src/web/ui/theme.css"
const staticFiles = { "icon.svg": "src/web/ui/icon.svg" }

/**
 * Builds everything into `folder` (default `dist`) and returns the manifest: name → hashed file name.
 * The manifest is replaced last, so that a server reading it meanwhile never meets a missing file.
 */
export async function build({ minify = true, folder = join(root, "dist") } = {}) {
  const publicFolder = join(folder, "public")
  await mkdir(publicFolder, { recursive: true })
  const [font, scripts, styles, statics] = await Promise.all([
    buildFont(),
    buildClient(minify),
    buildStyles(minify),
    readStaticFiles(),
    buildServer(folder),
  ])
  const fontFile = hashedName("inter.woff2", font)
  const css = Buffer.from(styles.replaceAll("/assets/inter.woff2", `/assets/${fontFile}`))
  return writePublic(publicFolder, { "inter.woff2": font, "kvit.css": css, ...scripts, ...statics })
}

async function buildServer(folder) {
  const entries = Object.entries(serverEntries).filter(([, file]) => existsSync(join(root, file)))
  for (const [name, file] of Object.entries(serverEntries)) {
    if (!existsSync(join(root, file))) console.log(`${file} is not there; ${name}.js is not built.`)
  }
  if (entries.length === 0) return
  const { build: esbuild } = await import("esbuild")
  const { outputFiles } = await esbuild({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(entries),
    outdir: folder,
    // Beside the entries, so that what stands by `import.meta.url` is found from a chunk as from an entry.
    chunkNames: "chunk-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    packages: "external",
    jsx: "automatic",
    jsxImportSource: "hono/jsx",
    sourcemap: true,
    write: false,
    logLevel: "warning",
  })
  // What is imported comes before what imports it, so that a Kvit started meanwhile is the old one or the new one.
  const isChunk = ({ path }) => chunkName.test(basename(path))
  for (const file of outputFiles.filter(isChunk)) await writeWhole(file.path, file.contents)
  for (const file of outputFiles.filter((file) => !isChunk(file))) await writeWhole(file.path, file.contents)
  const others = (await readdir(folder)).filter((name) => !chunkName.test(name))
  const kept = [...outputFiles.map((file) => file.path), ...others.map((name) => join(folder, name))]
  await removeOthers(folder, new Set(kept), chunkDays)
}

async function buildClient(minify) {
  const { build: esbuild } = await import("esbuild")
  const { outputFiles } = await esbuild({
    absWorkingDir: root,
    entryPoints: clientEntries,
    outdir: "out",
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify,
    legalComments: "none",
    logLevel: "warning",
  })
  return Object.fromEntries(outputFiles.map((file) => [basename(file.path), Buffer.from(file.contents)]))
}

async function buildStyles(minify) {
  const [{ compile, optimize }, { Scanner }] = await Promise.all([
    import("@tailwindcss/node"),
    import("@tailwindcss/oxide"),
  ])
  const file = join(root, stylesheet)
  const compiler = await compile(await readFile(file, "utf8"), {
    base: dirname(file),
    onDependency: () => {},
  })
  // Tests name classes that no page uses, and hostile text that is no class at all.
  const scanner = new Scanner({
    sources: [
      { base: join(root, "src/web"), pattern: "**/*.{ts,tsx}", negated: false },
      { base: join(root, "src/web"), pattern: "**/*.test.{ts,tsx}", negated: true },
    ],
  })
  return optimize(compiler.build(scanner.scan()), { file: "kvit.css", minify }).code
}

/** The letters of the Nordic languages and their neighbours, and the signs our pages set. */
function fontText() {
  const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i))
  return [...range(0x20, 0x7e), ...range(0xa0, 0xff), "ŒœŠšŽž–—‘’‚“”„†•…‹›€™−\u2009\u202f"].flat().join("")
}

async function buildFont() {
  const source = await readFile(
    require.resolve("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"),
  )
  const text = fontText()
  const options = {
    targetFormat: "woff2",
    variationAxes: { wght: { min: 400, max: 700, default: 400 } },
    keepFeatures: ["kern", "mark", "mkmk", "ccmp", "locl", "calt", "case", "tnum"],
  }
  const { version } = require("subset-font/package.json")
  const key = hash(Buffer.concat([source, Buffer.from(text + JSON.stringify(options) + version)]))
  const cached = join(root, ".cache", `inter-${key}.woff2`)
  if (existsSync(cached)) return readFile(cached)
  const { default: subsetFont } = await import("subset-font")
  const font = await subsetFont(source, text, options)
  await mkdir(dirname(cached), { recursive: true })
  await writeWhole(cached, font)
  return font
}

async function readStaticFiles() {
  const read = async ([name, file]) => [name, await readFile(join(root, file))]
  return Object.fromEntries(await Promise.all(Object.entries(staticFiles).map(read)))
}

async function writePublic(folder, files) {
  const manifest = {}
  const written = new Set([join(folder, "assets.json")])
  await Promise.all(
    Object.entries(files).map(async ([name, bytes]) => {
      const file = join(folder, hashedName(name, bytes))
      manifest[name] = basename(file)
      for (const path of await writeCompressed(file, bytes)) written.add(path)
    }),
  )
  const sorted = Object.fromEntries(Object.entries(manifest).sort(([a], [b]) => (a < b ? -1 : 1)))
  await writeWhole(join(folder, "assets.json"), `${JSON.stringify(sorted, null, 2)}\n`)
  await removeOthers(folder, written)
  return sorted
}

/** Writes a file, with `.gz` and `.br` beside it unless it is compressed already. Hashed names are written once. */
async function writeCompressed(file, bytes) {
  const paths = file.endsWith(".woff2") ? [file] : [file, `${file}.gz`, `${file}.br`]
  if (paths.every((path) => existsSync(path))) return paths
  await writeWhole(file, bytes)
  if (paths.length > 1) {
    const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }
    await writeWhole(`${file}.gz`, await promisify(gzip)(bytes, { level: 9 }))
    await writeWhole(`${file}.br`, await promisify(brotliCompress)(bytes, quality))
  }
  return paths
}

/** A reader sees the whole file or none: the bytes are put under their name when they are complete. */
async function writeWhole(file, bytes) {
  const part = `${file}.${randomUUID()}.part`
  await writeFile(part, bytes)
  await rename(part, file)
}

/** Removes the files of `folder` that are not `kept` and were last written `olderThanDays` ago. */
async function removeOthers(folder, kept, olderThanDays = 0) {
  if (!existsSync(folder)) return
  const before = Date.now() - olderThanDays * 86_400_000
  const others = (await readdir(folder))
    .map((name) => join(folder, name))
    .filter((file) => !kept.has(file) && !file.endsWith(".part"))
  for (const file of others) {
    const found = await stat(file).catch(ignoreMissing)
    if (found && found.mtimeMs <= before) await rm(file, { force: true })
  }
}

/** Two builds at once may remove the same file. */
function ignoreMissing(error) {
  if (error.code !== "ENOENT") throw error
}

function hashedName(name, bytes) {
  const extension = extname(name)
  return `${basename(name, extension)}-${hash(bytes)}${extension}`
}

function hash(bytes) {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 10)
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const started = performance.now()
  await build({ minify: !process.argv.includes("--plain") })
  console.log(
    `Built ${relative(process.cwd(), join(root, "dist")) || "."} in ${Math.round(performance.now() - started)} ms.`,
  )
}
