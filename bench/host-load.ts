import { cpus, loadavg, totalmem } from "node:os"

/** The machine and how busy it was, for beside a table. */
export function describeHost(): string {
  const models = [...new Set(cpus().map((cpu) => cpu.model.trim()))].join(", ")
  const memoryGb = (totalmem() / 1024 ** 3).toFixed(0)
  const load = loadavg().map((value) => value.toFixed(1))
  return `${cpus().length} cores (${models}), ${memoryGb} GB, load averages ${load.join(" ")}`
}
