import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { runCommand } from "./run-command.mjs"
import { say } from "./say.mjs"
import { sourceHash } from "./source-hash.mjs"

/** What the build of the web application is made of. */
export const webSources = [
  "app",
  "components",
  "lib",
  "public",
  "middleware.ts",
  "instrumentation.ts",
  "next.config.ts",
  "package.json",
  "package-lock.json",
  "postcss.config.mjs",
  "scripts/build-vendor.ts",
]
/** What the chart bundles are made of. */
export const vendorSources = ["scripts/build-vendor.ts", "components/frames/vendor", "package-lock.json"]

/** @param {string} path */
const isIgnored = (path) => path.startsWith("public/vendor/") || /\.test\.tsx?$/.test(path)

/** @param {string} root */
const stampPath = (root) => join(root, ".next/standalone/.cardloom-build")

/** @param {string} root */
function buildIsCurrent(root) {
  if (!existsSync(stampPath(root))) return false
  return readFileSync(stampPath(root), "utf8") === sourceHash(root, webSources, isIgnored)
}

/**
 * The browser's chart bundles (public/vendor), which development needs as well.
 * @param {string} root
 * @param {string} node
 */
export async function ensureVendorBundles(root, node) {
  const stamp = join(root, "public/vendor/.stamp")
  const hash = sourceHash(root, vendorSources, isIgnored)
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return
  say("Building the chart libraries for the browser")
  await runCommand({
    doing: "building the chart libraries",
    command: node,
    args: [join(root, "scripts/build-vendor.ts")],
    cwd: root,
    onFailure: "The chart libraries could not be built: see above.",
  })
  writeFileSync(stamp, hash)
}

/**
 * Builds the web application if its sources have changed since the last build. One build at a time.
 * @param {string} root
 * @param {string} node a Node 24
 */
export async function ensureWebBuild(root, node) {
  if (buildIsCurrent(root)) return
  say("Building the web application (1 to 3 minutes, once for each change of the sources)")
  await runCommand({
    doing: "building the web application",
    command: "flock",
    args: [join(root, "node_modules/.cardloom-build.lock"), node, join(root, "scripts/bootstrap/build-web.mjs"), root],
    cwd: root,
    onFailure: "The web application could not be built: see above.",
  })
}

/**
 * Does the work of ensureWebBuild, with the lock held.
 * @param {string} root
 */
export async function buildWeb(root) {
  if (buildIsCurrent(root)) return
  await ensureVendorBundles(root, process.execPath)
  const hash = sourceHash(root, webSources, isIgnored)
  rmSync(stampPath(root), { force: true })
  await runCommand({
    doing: "running next build",
    command: process.execPath,
    args: [join(root, "node_modules/next/dist/bin/next"), "build"],
    cwd: root,
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    onFailure: "next build failed",
  })
  // The standalone server serves static files only from its own folder.
  const standalone = join(root, ".next/standalone")
  for (const [from, to] of [
    [".next/static", ".next/static"],
    ["public", "public"],
  ]) {
    rmSync(join(standalone, `${to}`), { recursive: true, force: true })
    cpSync(join(root, `${from}`), join(standalone, `${to}`), { recursive: true })
  }
  writeFileSync(stampPath(root), hash)
}
