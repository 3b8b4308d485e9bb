/**
 * Builds what the sandboxed frames load from /vendor/: the figure frame's program with Plotly's cartesian bundle,
 * and the libraries it fetches when a figure needs them. Frames have an opaque origin and can load nothing else.
 */
import { copyFile, mkdir } from "node:fs/promises"
import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"
import { build, type BuildOptions } from "esbuild"

const root = fileURLToPath(new URL("..", import.meta.url))
const resolve = createRequire(import.meta.url).resolve

const shared: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  format: "iife",
  target: "es2022",
  minify: true,
  legalComments: "eof",
  loader: { ".woff2": "dataurl" },
  logLevel: "warning",
}

/** Writes public/vendor/. Takes about a second. */
export async function buildVendor(): Promise<void> {
  await mkdir(`${root}/public/vendor`, { recursive: true })
  await Promise.all([
    build({
      ...shared,
      entryPoints: ["components/frames/vendor/figures.ts"],
      outfile: "public/vendor/figures.js",
    }),
    build({
      ...shared,
      entryPoints: ["components/frames/vendor/vega.ts"],
      outfile: "public/vendor/vega.js",
      globalName: "cardloomVega",
    }),
    // The strict build: the usual one compiles its WebGL code by eval, which the frame forbids.
    copyFile(resolve("plotly.js-strict-dist-min/plotly-strict.min.js"), `${root}/public/vendor/plotly-full.js`),
  ])
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildVendor()
