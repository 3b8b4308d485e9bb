import { spawn, spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { Stop } from "./say.mjs"

const wantedMajor = 24

/**
 * A Node 24: this one if it is, else the one that came with the npm packages.
 * @param {string} root
 * @returns {string} path of the binary
 */
export function findNode24(root) {
  const packaged = join(root, "node_modules/.bin/node")
  if (existsSync(packaged)) {
    const { stdout } = spawnSync(packaged, ["--version"], { encoding: "utf8" })
    if (stdout?.startsWith(`v${wantedMajor}.`)) return packaged
  }
  if (Number(process.versions.node.split(".")[0]) === wantedMajor) return process.execPath
  throw new Stop(
    `Cardloom runs on Node ${wantedMajor}; npm has none for ${process.platform}-${process.arch}, and this is ${process.version}: install Node ${wantedMajor} and run the same command again.`,
  )
}

/**
 * Replaces this process by another, as far as Node 20 can: signals go on to it, its exit code comes back,
 * and it is asked to end when this process dies or, under npm, when npm does.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} exit code
 */
export function becomeProcess(command, args, { cwd, env }) {
  return new Promise((settle, fail) => {
    const child = spawn("setpriv", ["--pdeathsig", "TERM", "--", command, ...args], { cwd, env, stdio: "inherit" })
    for (const signal of /** @type {const} */ (["SIGTERM", "SIGINT", "SIGHUP"]))
      process.on(signal, () => child.kill(signal))
    const parent = process.ppid
    if (process.env["npm_lifecycle_event"])
      setInterval(() => {
        if (process.ppid !== parent) child.kill("SIGTERM")
      }, 500).unref()
    child.once("error", fail)
    child.once("exit", (code) => settle(code ?? 1))
  })
}
