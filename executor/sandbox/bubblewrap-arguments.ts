import path from "node:path"
import type { PythonRuntime } from "./python-runtime.ts"
import type { WorkDir } from "./work-dir.ts"

/** Where the Python code lies inside. */
const CODE = "/opt/cardloom"
/** The environment finds its libraries relative to itself, so it may lie anywhere outside, /tmp included. */
const PYTHON = "/opt/python"
const NEW_ROOT = "/newroot"

// What the zygote needs to give each child namespaces and a root of its own. They hold inside its user namespace only.
const CAPABILITIES = ["CAP_SYS_ADMIN", "CAP_SETPCAP", "CAP_SETFCAP"]

// One thread and the system's allocator: Arrow's own reserves address space that the memory limit would count.
const ENVIRONMENT: Record<string, string> = {
  ARROW_DEFAULT_MEMORY_POOL: "system",
  HOME: "/tmp",
  JE_ARROW_MALLOC_CONF: "background_thread:false",
  LANG: "C.UTF-8",
  MALLOC_ARENA_MAX: "2",
  MPLCONFIGDIR: "/tmp",
  OMP_NUM_THREADS: "1",
  OPENBLAS_NUM_THREADS: "1",
  PATH: "/usr/bin",
  POLARS_MAX_THREADS: "1",
  TZ: "UTC",
}

type ZygoteSettings = { spares: number; tmpBytes: number; slicerMemoryBytes: number; slicesBytes: number }

/**
 * The command line that puts the zygote into namespaces of its own: no network, no environment, a read-only root
 * with nothing but the Python runtime, and below /newroot the root its children will change into.
 */
export function bubblewrapArguments(
  dir: WorkDir,
  socket: string,
  runtime: PythonRuntime,
  settings: ZygoteSettings,
): string[] {
  const { slicesBytes, ...rest } = settings
  return [
    // Asked for by name: --unshare-all alone only tries to get a user namespace.
    "--unshare-user",
    "--unshare-all",
    ...["--uid", "0", "--gid", "0", "--cap-drop", "ALL"],
    ...CAPABILITIES.flatMap((capability) => ["--cap-add", capability]),
    ...["--clearenv", "--die-with-parent", "--new-session"],
    ...Object.entries(ENVIRONMENT).flatMap(([name, value]) => ["--setenv", name, value]),
    ...["--proc", "/proc", "--ro-bind", "/proc/sys", "/proc/sys", "--dev", "/dev", "--tmpfs", "/tmp"],
    ...runtimeAt("", dir, runtime),
    ...["--ro-bind", dir.data, "/data", "--ro-bind", dir.uploads, "/uploads", "--bind", dir.scratch, "/scratch"],
    ...["--bind", path.dirname(socket), "/run"],
    ...["--perms", "0700", "--size", String(slicesBytes), "--tmpfs", "/slices"],
    ...[
      "--dir",
      NEW_ROOT,
      "--dir",
      `${NEW_ROOT}/tmp`,
      "--dir",
      `${NEW_ROOT}/scratch`,
      "--dir",
      `${NEW_ROOT}/dev`,
      "--dir",
      `${NEW_ROOT}/inputs`,
    ],
    ...["null", "urandom"].flatMap((device) => ["--dev-bind", `/dev/${device}`, `${NEW_ROOT}/dev/${device}`]),
    ...runtimeAt(NEW_ROOT, dir, runtime),
    ...["--remount-ro", "/", "--chdir", "/"],
    ...[`${PYTHON}/bin/python`, "-I", "-B", `${CODE}/zygote.py`],
    JSON.stringify({ ...rest, socketPath: "/run/zygote.sock" }),
  ]
}

function runtimeAt(root: string, dir: WorkDir, runtime: PythonRuntime): string[] {
  return [
    ...runtime.readOnlyPaths.flatMap((path) => ["--ro-bind-try", path, `${root}${path}`]),
    ...runtime.links.flatMap((link) => ["--symlink", link.target, `${root}${link.path}`]),
    ...["--ro-bind", runtime.environmentDir, `${root}${PYTHON}`],
    ...["--ro-bind", dir.python, `${root}${CODE}`],
  ]
}
