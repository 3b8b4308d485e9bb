import { readFileSync, readdirSync } from "node:fs"

/** Whether a process of this id is there and running: a zombie is not. */
export function isAlive(pid: number): boolean {
  try {
    // After the name in brackets, which may hold anything, comes the state.
    const state = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.at(0)
    return state !== "Z" && state !== "X"
  } catch {
    return false
  }
}

/** Ids of the processes whose command line or environment mentions `text`, such as a test's own DATA_DIR. */
export function processesMentioning(text: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((pid) => ["cmdline", "environ"].some((file) => readOrNothing(`/proc/${pid}/${file}`).includes(text)))
    .map(Number)
    .filter(isAlive)
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return "" // It ended meanwhile, or belongs to someone else.
  }
}

/** Ids of all processes that descend from `pid` at this moment. */
export function descendantsOf(pid: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync("/proc").filter((each) => /^\d+$/.test(each))) {
    const parent = Number(readOrNothing(`/proc/${name}/stat`).split(") ").at(-1)?.split(" ")[1])
    children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const below = (parent: number): number[] => (children.get(parent) ?? []).flatMap((child) => [child, ...below(child)])
  return below(pid)
}
