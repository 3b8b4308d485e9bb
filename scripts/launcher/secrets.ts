import { randomBytes } from "node:crypto"
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs"
import { join } from "node:path"
import { z } from "zod"

const Secrets = z.object({
  AUTH_SECRET: z.string().min(32),
  EXECUTOR_TOKEN: z.string().min(32),
  CARDLOOM_TICK_TOKEN: z.string().min(32),
})
export type Secrets = z.infer<typeof Secrets>

/** The installation's secrets: those given, else those made at the first start and kept in `secrets.json` (mode 600). */
export function loadSecrets(dataDir: string, given: Partial<Secrets>): Secrets {
  const path = join(dataDir, "secrets.json")
  if (!existsSync(path)) writeSecrets(path)
  return { ...Secrets.parse(JSON.parse(readFileSync(path, "utf8"))), ...given }
}

function writeSecrets(path: string) {
  const random = () => randomBytes(32).toString("base64url")
  const secrets: Secrets = { AUTH_SECRET: random(), EXECUTOR_TOKEN: random(), CARDLOOM_TICK_TOKEN: random() }
  // Losing AUTH_SECRET would sign everyone out, so the file is whole on disk before anything relies on it.
  const draft = openSync(`${path}.draft`, "w", 0o600)
  writeSync(draft, `${JSON.stringify(secrets, null, 2)}\n`)
  fsyncSync(draft)
  closeSync(draft)
  renameSync(`${path}.draft`, path)
}
