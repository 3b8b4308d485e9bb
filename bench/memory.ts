import { readFileSync } from "node:fs"

/** Memory of a process in MB: `pss` shares what several map between them, `private` is its own alone. */
export function memoryOf(pid: number): { pssMb: number; rssMb: number } {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8")
  const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0)
  return { pssMb: kilobytes("Pss") / 1024, rssMb: kilobytes("Rss") / 1024 }
}

/** Of several processes together. */
export function memoryOfAll(pids: number[]): { pssMb: number; rssMb: number } {
  let [pssMb, rssMb] = [0, 0]
  for (const pid of pids) {
    try {
      const one = memoryOf(pid)
      pssMb += one.pssMb
      rssMb += one.rssMb
    } catch {
      // It has ended in between.
    }
  }
  return { pssMb, rssMb }
}

/** The most a process ever had in memory, pages it shares included; 0 once it has ended. */
export function peakMemoryMb(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}
