import { access, constants, readFile } from "node:fs/promises"
import path from "node:path"
import type { HostFacts } from "./explain-refusal.ts"

export async function readHostFacts(): Promise<HostFacts> {
  const [maxUserNamespaces, unprivilegedUsernsClone, apparmorRestrictsUserns, inDocker, bubblewrap] = await Promise.all(
    [
      readNumber("/proc/sys/user/max_user_namespaces"),
      readNumber("/proc/sys/kernel/unprivileged_userns_clone"),
      readNumber("/proc/sys/kernel/apparmor_restrict_unprivileged_userns"),
      exists("/.dockerenv"),
      findProgram("bwrap"),
    ],
  )
  const inContainer = inDocker || process.env["KUBERNETES_SERVICE_HOST"] !== undefined
  return {
    bubblewrapMissing: bubblewrap === null,
    maxUserNamespaces,
    unprivilegedUsernsClone,
    apparmorRestrictsUserns,
    inContainer,
  }
}

async function readNumber(file: string): Promise<number | null> {
  const text = await readFile(file, "utf8").catch(() => null)
  return text === null ? null : Number.parseInt(text, 10)
}

const exists = (file: string) =>
  access(file).then(
    () => true,
    () => false,
  )

async function findProgram(name: string): Promise<string | null> {
  for (const folder of (process.env["PATH"] ?? "").split(":")) {
    const candidate = path.join(folder, name)
    const found = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (folder !== "" && found) return candidate
  }
  return null
}
