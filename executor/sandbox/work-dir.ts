import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"

const PREFIX = "cardloom-executor-"
const OWNER_FILE = "owner"
// sockaddr_un holds 108 bytes, the last of them a zero.
const MAX_SOCKET_PATH_BYTES = 107

/** The uid and gid everything sandboxed runs as; null when the executor is an ordinary user and keeps its own. */
export type SandboxUser = { uid: number; gid: number } | null

/** Absolute paths of the executor's own folder for one run. */
export type WorkDir = {
  root: string
  /** Dataset versions, `<dataVersionId>.parquet`. */
  data: string
  /** Uploaded files, `<uploadId>`. */
  uploads: string
  /** One folder per running import, writable by its sandbox. */
  scratch: string
  /** A copy of the Python code that the sandbox's uid can read wherever the checkout lies. */
  python: string
  user: SandboxUser
}

export const sandboxUser = (uid: number): SandboxUser => (process.getuid?.() === 0 ? { uid, gid: uid } : null)

/** Makes a fresh work folder under `parent` (the system's temporary folder by default) and sweeps those of the dead. */
export async function createWorkDir(options: {
  parent?: string
  pythonSource: string
  user: SandboxUser
}): Promise<WorkDir> {
  const parent = path.resolve(options.parent ?? tmpdir())
  await mkdir(parent, { recursive: true })
  await sweepStale(parent)
  const root = await mkdtemp(path.join(parent, PREFIX))
  const dir: WorkDir = {
    root,
    data: path.join(root, "data"),
    uploads: path.join(root, "uploads"),
    scratch: path.join(root, "scratch"),
    python: path.join(root, "python"),
    user: options.user,
  }
  const longestSocket = socketPath(dir, 1_000_000)
  if (Buffer.byteLength(longestSocket) > MAX_SOCKET_PATH_BYTES)
    throw new Error(
      `EXECUTOR_WORK_DIR is too long a path for a socket: ${longestSocket} has more than ${MAX_SOCKET_PATH_BYTES} bytes.`,
    )
  // Others may pass through, to names they know, but not list.
  await chmod(root, 0o711)
  await writeFile(path.join(root, OWNER_FILE), await processMark(process.pid))
  await Promise.all([dir.data, dir.uploads, dir.scratch].map((folder) => mkdir(folder, { mode: 0o711 })))
  await cp(options.pythonSource, dir.python, {
    recursive: true,
    filter: (source) => !/(^|\/)(tests|__pycache__)$/.test(source),
  })
  await makeReadable(dir.python)
  return dir
}

const socketPath = (dir: WorkDir, zygoteId: number) => path.join(dir.root, `run-${zygoteId}`, "zygote.sock")

/** Where the zygote with this number will listen: in a folder of its own, which only it and the executor can enter. */
export async function createSocketDir(dir: WorkDir, zygoteId: number): Promise<string> {
  const socket = socketPath(dir, zygoteId)
  await mkdir(path.dirname(socket), { mode: 0o700 })
  if (dir.user) await chown(path.dirname(socket), dir.user.uid, dir.user.gid)
  return socket
}

/** A folder that one import may write. */
export async function createScratch(dir: WorkDir, name: string): Promise<string> {
  const folder = path.join(dir.scratch, name)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { mode: 0o700 })
  if (dir.user) await chown(folder, dir.user.uid, dir.user.gid)
  return folder
}

export const removeWorkDir = (dir: WorkDir): Promise<void> => rm(dir.root, { recursive: true, force: true })

async function sweepStale(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(PREFIX)) continue
    const folder = path.join(parent, name)
    const mark = await readFile(path.join(folder, OWNER_FILE), "utf8").catch(() => null)
    // A folder whose mark is not there, or not written yet, is just being made, or is not ours to judge.
    if (mark === null || mark === "" || mark === (await processMark(Number.parseInt(mark, 10)))) continue
    await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** Names a process for good: pids are used again, so its start time goes with it. */
async function processMark(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "")
  const startTime = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "gone"
  return `${pid} ${startTime}`
}

async function makeReadable(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const child = path.join(folder, entry.name)
    await (entry.isDirectory() ? makeReadable(child) : chmod(child, 0o644))
  }
}
