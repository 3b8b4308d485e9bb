import { afterAll, beforeAll, expect, test } from "vitest"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { body, ExecutorClient } from "./executor-client.ts"

let executor: RunningExecutor
let client: ExecutorClient

beforeAll(async () => {
  executor = await startExecutor({ EXECUTOR_CARD_TIMEOUT_MS: "4000" })
  client = new ExecutorClient(executor)
})
afterAll(() => executor.stop())

const SYSCALL = "import ctypes; libc = ctypes.CDLL(None, use_errno=True)"

/** Hostile programs, each with what it would show if it got through. All must end in an OSError, EPERM or nothing. */
test.each<[string, ...string[]]>([
  ["opens a connection to the executor itself", "import socket", "socket.create_connection(('127.0.0.1', 3000), 1)"],
  ["opens a Unix socket", "import socket", "socket.socket(socket.AF_UNIX).connect('/run/zygote.sock')"],
  ["makes a socket pair to pass descriptors around", "import socket", "socket.socketpair()"],
  ["looks up a name", "import urllib.request", "urllib.request.urlopen('http://localhost/')"],
  ["reads a file of the host", "open('/etc/passwd').read()"],
  ["reads the process table", "import os", "os.listdir('/proc')"],
  ["reads other datasets", "import os", "os.listdir('/data')"],
  ["reads other cards' slices", "import os", "os.listdir('/slices')"],
  ["reads the uploads", "import os", "os.listdir('/uploads')"],
  ["climbs out of the root", "import os", "os.chdir('/../../..')", "os.listdir('home')"],
  ["starts a program", "import subprocess", "subprocess.run(['/usr/bin/python3.11', '-c', 'print(1)'], check=True)"],
  ["replaces itself with a program", "import os, sys", "os.execv('/opt/python/bin/python', ['python'])"],
  ["forks", "import os", "os.fork() or os._exit(0)"],
  [
    "makes a process by multiprocessing",
    "import multiprocessing",
    "p = multiprocessing.Process(target=print); p.start(); p.join()",
  ],
  [
    "reaches os through a library and runs a shell",
    "r = pd.io.common.os.system('true')",
    "if r != 0: raise OSError(r)",
  ],
  ["writes into the runtime", "import os", "open(pd.__file__, 'a').write('#')"],
  ["writes into the root", "open('/owned', 'w').write('x')"],
  ["makes a device", "import os, stat", "os.mknod('/tmp/null', stat.S_IFCHR | 0o666, os.makedev(1, 3))"],
  ["makes a link", "import os", "os.symlink('/', '/tmp/link')"],
  ["changes a mode", "import os", "os.chmod('/tmp', 0o777)"],
  [
    "takes a lease on a file",
    "import fcntl",
    "f = open('/tmp/f', 'w'); fcntl.fcntl(f, fcntl.F_SETLEASE, fcntl.F_WRLCK)",
  ],
  ["raises its limits", "import resource", "resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY,) * 2)"],
  [
    "becomes root in a new user namespace",
    SYSCALL,
    "r = libc.unshare(0x10000000)",
    "if r: raise OSError(ctypes.get_errno(), 'unshare')",
  ],
  [
    "mounts",
    SYSCALL,
    "r = libc.mount(b'proc', b'/tmp', b'proc', 0, None)",
    "if r: raise OSError(ctypes.get_errno(), 'mount')",
  ],
  ["traces", SYSCALL, "r = libc.ptrace(16, 1, 0, 0)", "if r: raise OSError(ctypes.get_errno(), 'ptrace')"],
  ["makes an anonymous executable file", "import os", "os.memfd_create('x')"],
  [
    "makes shared memory",
    SYSCALL,
    "r = libc.shmget(0, 4096, 0o1600)",
    "if r < 0: raise OSError(ctypes.get_errno(), 'shmget')",
  ],
  [
    "reads another process's memory",
    SYSCALL,
    "r = libc.process_vm_readv(2, 0, 0, 0, 0, 0)",
    "if r < 0: raise OSError(ctypes.get_errno(), 'vm')",
  ],
  [
    "loads a seccomp or BPF program",
    SYSCALL,
    "r = libc.syscall(321, 0, 0, 0)",
    "if r < 0: raise OSError(ctypes.get_errno(), 'bpf')",
  ],
  ["uses io_uring", SYSCALL, "r = libc.syscall(425, 1, 0)", "if r < 0: raise OSError(ctypes.get_errno(), 'io_uring')"],
  ["fills the temporary folder", "open('/tmp/big', 'wb').write(bytes(200 * 1024 * 1024))"],
  ["makes many files", "[open(f'/tmp/{n}', 'w').close() for n in range(10_000)]"],
])("a card that %s is refused by the kernel", async (_, ...statements) => {
  const result = await client.run(body(...statements, "return 'GOT THROUGH'"))
  expect(result.display).toBeUndefined()
  expect(result.error?.code).toBe("execution_failed")
  const refusals = ["OSError", "PermissionError", "FileNotFoundError", "URLError", "gaierror", "ValueError"]
  expect(refusals).toContain(result.error?.type)
})

test("a card sees no environment but constants, no other user, no host name, no other process", async () => {
  const look = body(
    "import os, socket",
    "others = 0",
    "for pid in range(2, 3000):",
    "    try: os.kill(pid, 0); others += 1",
    "    except ProcessLookupError: pass",
    "return '|'.join([','.join(sorted(os.environ)), str(os.getuid()), os.uname().nodename, str(os.getpid()), str(others)])",
  )
  const seen = (await client.run(look)).display?.["text/html"]
  expect(seen).toBe(
    "HOME,JOBLIB_MULTIPROCESSING,MPLCONFIGDIR,OMP_NUM_THREADS,OPENBLAS_NUM_THREADS,POLARS_MAX_THREADS,TZ|1000|card|1|0",
  )
})

test("a card finds none of the executor's secrets in its memory", async () => {
  // Spelt backwards, or the search would find its own text.
  const search = body(
    "import gc",
    "wanted = 'nekot-rotucexe-tset'[::-1]",
    "inside = lambda o: o.values() if isinstance(o, dict) else o",
    "objects = [o for o in gc.get_objects() if isinstance(o, (dict, list, tuple))]",
    "return str(sum(1 for o in objects for x in inside(o) if isinstance(x, str) and x is not wanted and x.startswith(wanted)))",
  )
  expect((await client.run(search)).display?.["text/html"]).toBe("0")
})

test("threads are allowed, up to a limit", async () => {
  const some = body(
    "from concurrent.futures import ThreadPoolExecutor",
    "with ThreadPoolExecutor(4) as pool: return sum(pool.map(lambda n: n * n, range(10)))",
  )
  expect((await client.run(some)).display?.["application/vnd.cardloom.kpi+json"]?.value).toBe(285)
  const many = body(
    "import threading, time",
    "for _ in range(1000): threading.Thread(target=time.sleep, args=(3,), daemon=True).start()",
    "return 'GOT THROUGH'",
  )
  expect((await client.run(many)).error).toMatchObject({ code: "execution_failed", type: "RuntimeError" })
})

test("after all of that the sandbox is still the same, and well", async () => {
  const health: unknown = await (await fetch(`${executor.url}/health`)).json()
  expect(health).toMatchObject({ ok: true, sandbox: { ok: true, reason: null } })
  expect(executor.output()).not.toContain("sandbox lost")
})
