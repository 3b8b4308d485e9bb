import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import { lstat, readlink } from "node:fs/promises"
import path from "node:path"
import { promisify } from "node:util"
import { z } from "zod"
import { sourceDigest } from "./source-digest.ts"
import type { SandboxUser } from "./work-dir.ts"

const PLATFORM_SOURCE = path.resolve(import.meta.dirname, "../python")

const Description = z.object({
  version: z.string(),
  basePrefix: z.string(),
  standardLibrary: z.string(),
  multiarch: z.string(),
  packages: z.array(z.string()),
})

const DESCRIBE = `
import importlib.metadata, json, platform, sys, sysconfig
print(json.dumps({
  "version": platform.python_version(),
  "basePrefix": sys.base_prefix,
  "standardLibrary": sysconfig.get_path("stdlib"),
  "multiarch": sysconfig.get_config_var("MULTIARCH") or "",
  "packages": sorted(f"{found.name}=={found.version}" for found in importlib.metadata.distributions()),
}))
`

/** What the sandbox must be able to see of the host to run Python, and nothing else. */
export type PythonRuntime = {
  /** The folder of the virtual environment, outside. */
  environmentDir: string
  /** Changes with all that a card's result may depend on: Python, its libraries, the platform's own part. */
  version: string
  /** Bound read-only at the same paths. */
  readOnlyPaths: string[]
  /** Links of the host's root, such as /lib → usr/lib. */
  links: { path: string; target: string }[]
}

/** Asks the interpreter where it lives. Run as the sandbox's user, so that what it cannot read is found out here. */
export async function describeRuntime(pythonDir: string, user: SandboxUser): Promise<PythonRuntime> {
  const interpreter = path.join(path.resolve(pythonDir), "bin", "python")
  const { stdout } = await promisify(execFile)(interpreter, ["-I", "-c", DESCRIBE], {
    cwd: "/",
    env: { NODE_ENV: "production" },
    timeout: 30_000,
    ...(user ?? {}),
  })
  const described = Description.parse(JSON.parse(stdout))
  const libraries =
    described.basePrefix === "/usr"
      ? [described.standardLibrary, `/usr/lib/${described.multiarch}`]
      : [described.basePrefix, `/usr/lib/${described.multiarch}`]
  const packages = createHash("sha256").update(described.packages.join("\n")).digest("hex").slice(0, 16)
  return {
    environmentDir: path.resolve(pythonDir),
    version: `${described.version} ${packages}-${await sourceDigest(PLATFORM_SOURCE)}`,
    readOnlyPaths: [
      ...(await linkChain(interpreter)),
      ...libraries,
      "/usr/lib64",
      "/usr/lib/ld-linux-aarch64.so.1",
      "/usr/share/zoneinfo",
    ],
    links: await rootLinks(),
  }
}

/** Each path a chain of symbolic links passes through, apart from its beginning. */
async function linkChain(start: string): Promise<string[]> {
  const chain: string[] = []
  let at = start
  while ((await lstat(at)).isSymbolicLink() && chain.length < 10) {
    at = path.resolve(path.dirname(at), await readlink(at))
    chain.push(at)
  }
  // Debian's multi-step names (python3 → python3.11) are bound as files, whichever of them is opened.
  return chain.filter((step) => !step.startsWith(path.dirname(start)))
}

async function rootLinks(): Promise<PythonRuntime["links"]> {
  const links: PythonRuntime["links"] = []
  for (const name of ["/lib", "/lib64"]) {
    const target = await readlink(name).catch(() => null)
    if (target !== null) links.push({ path: name, target })
  }
  return links
}
