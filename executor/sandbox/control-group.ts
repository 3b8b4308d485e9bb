import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs"
import path from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import type { Log } from "../log.ts"

const REMOVE_MS = 2_000
const MOUNT = "/sys/fs/cgroup"

type Limits = { memoryBytes: number; processes: number }

/**
 * One memory and process limit around the whole sandbox, where the host lets us have one. A second line only: the
 * limits of each job are set in any case. A group for each job would cost it 5-10 ms.
 */
export type ControlGroup = {
  version: "v2" | "v1"
  /** Puts a process in, and with it all that it will start. */
  add(pid: number): void
  /** Once the sandbox has ended. Gives up after two seconds: the next start clears it away. */
  remove(): Promise<void>
}

/** Tries what the host offers: a delegated cgroup v2 (systemd's Delegate=yes, a container of its own), then v1. */
export function createControlGroup(limits: Limits, log: Log): ControlGroup | null {
  for (const create of [createV2, createV1]) {
    try {
      const group = create(limits)
      if (group) return group
    } catch (error) {
      log.debug({ err: error }, "a control group could not be made")
    }
  }
  return null
}

const groupName = () => `cardloom-${process.pid}`

function createV2(limits: Limits): ControlGroup | null {
  const own = ownGroup("")
  if (own === null || !readWords(path.join(MOUNT, "cgroup.controllers"))) return null
  const parent = path.join(MOUNT, own)
  const available = readWords(path.join(parent, "cgroup.controllers")) ?? []
  if (!["memory", "pids"].every((name) => available.includes(name))) return null
  // A group that has limits for its children may hold no process itself.
  const ours = path.join(parent, `${groupName()}-executor`)
  mkdirSync(ours)
  writeFileSync(path.join(ours, "cgroup.procs"), String(process.pid))
  writeFileSync(path.join(parent, "cgroup.subtree_control"), "+memory +pids")
  const folder = path.join(parent, groupName())
  sweep(parent)
  mkdirSync(folder)
  writeFileSync(path.join(folder, "memory.max"), String(limits.memoryBytes))
  writeFileSync(path.join(folder, "pids.max"), String(limits.processes))
  return groupOf("v2", [folder])
}

function createV1(limits: Limits): ControlGroup | null {
  const made: string[] = []
  for (const [controller, file, value] of [
    ["memory", "memory.limit_in_bytes", limits.memoryBytes],
    ["pids", "pids.max", limits.processes],
  ] as const) {
    const own = ownGroup(controller)
    if (own === null) return null
    const parent = path.join(MOUNT, controller, own)
    const folder = path.join(parent, groupName())
    sweep(parent)
    mkdirSync(folder)
    made.push(folder)
    writeFileSync(path.join(folder, file), String(value))
  }
  return groupOf("v1", made)
}

function groupOf(version: ControlGroup["version"], folders: string[]): ControlGroup {
  return {
    version,
    add: (pid) => {
      for (const folder of folders) writeFileSync(path.join(folder, "cgroup.procs"), String(pid))
    },
    remove: async () => {
      const deadline = performance.now() + REMOVE_MS
      // The last processes are still leaving when their launcher is gone already.
      while (!folders.map(removeEmpty).every(Boolean) && performance.now() < deadline) await delay(20)
    },
  }
}

/** Those of executors that were killed are empty, and in nobody's way. */
function sweep(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = /^cardloom-(\d+)/.exec(name)?.[1]
    // One that is just being made is empty too: its executor lives.
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) removeEmpty(path.join(parent, name))
  }
}

/** False while there is a process in it. */
function removeEmpty(folder: string): boolean {
  try {
    rmdirSync(folder)
    return true
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ENOENT"
  }
}

/** This process's group under a v1 controller, or under v2 for "". */
function ownGroup(controller: string): string | null {
  for (const line of readFileSync("/proc/self/cgroup", "utf8").trimEnd().split("\n")) {
    const [, controllers = "", ...rest] = line.split(":")
    if (controllers.split(",").includes(controller)) return rest.join(":")
  }
  return null
}

function readWords(file: string): string[] | null {
  try {
    return readFileSync(file, "utf8").trim().split(/\s+/)
  } catch {
    return null
  }
}
