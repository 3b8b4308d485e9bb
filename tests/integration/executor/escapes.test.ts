import { afterAll, beforeAll, expect, test } from "vitest"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { body, card, ExecutorClient } from "./executor-client.ts"

let executor: RunningExecutor
let client: ExecutorClient

beforeAll(async () => {
  executor = await startExecutor({ EXECUTOR_CARD_TIMEOUT_MS: "4000" })
  client = new ExecutorClient(executor)
})
afterAll(() => executor.stop())

const SYSCALL = "import ctypes; libc = ctypes.CDLL(None, use_errno=True)"

/** A call by its number on x86-64, for what Python and libc have no function for. */
const byNumber = (number: number, ...rest: (number | string)[]) => [
  SYSCALL,
  `r = libc.syscall(${[number, ...rest].join(", ")})`,
  "if r < 0: raise OSError(ctypes.get_errno(), 'refused')",
]
const byLibc = (call: string) => [SYSCALL, `r = libc.${call}`, "if r < 0: raise OSError(ctypes.get_errno(), 'refused')"]

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
  ["listens where only names count, not files", "import socket", "socket.socket(socket.AF_UNIX).bind('\\0cardloom')"],
  ["asks the kernel about interfaces", "import socket", "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)"],
  ["sends raw packets", "import socket", "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)"],
  ["speaks to the hypervisor", "import socket", "socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)"],
  ["borrows the kernel's cryptography", "import socket", "socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET)"],
  ["listens for others over IPv6", "import socket", "socket.create_server(('::1', 0), family=socket.AF_INET6)"],
  ["keeps a secret in a keyring", ...byNumber(248, "b'user'", "b'left'", "b'secret'", 6, -4)],
  ["reads the session's keyring", ...byNumber(250, 0, -3, 1)],
  ["opens a message queue", ...byLibc("mq_open(b'/left', 0o102, 0o600, None)")],
  ["makes a System V message queue", ...byLibc("msgget(1, 0o1600)")],
  ["makes a semaphore", ...byLibc("semget(1, 1, 0o1600)")],
  ["opens named shared memory", ...byLibc("shm_open(b'/left', 0o102, 0o600)")],
  [
    "makes shared memory with Python's own module",
    "from multiprocessing import shared_memory",
    "shared_memory.SharedMemory('left', create=True, size=10)",
  ],
  ["enters another namespace", ...byLibc("setns(0, 0)")],
  ["changes its root", "import os", "os.chroot('/tmp')"],
  ["swaps its root for another", ...byNumber(155, "b'/tmp'", "b'/tmp'")],
  ["unmounts", ...byLibc("umount2(b'/tmp', 2)")],
  ["mounts in the new way", ...byNumber(428, -100, "b'/'", 1)],
  ["clones a process into new namespaces", ...byNumber(56, "0x10000000 | 17", 0, 0, 0, 0)],
  ["clones a process in the new way", ...byNumber(435, "ctypes.byref(ctypes.create_string_buffer(88))", 88)],
  ["forks in the old way", ...byNumber(58)],
  [
    "runs a program it wrote itself",
    "open('/tmp/x', 'w').write('#!/bin/sh')",
    "import os; os.execve('/tmp/x', ['x'], {})",
  ],
  ["runs a program by descriptor", ...byNumber(322, 0, "b''", 0, 0, "0x1000")],
  [
    "maps a file of its own as code",
    "import mmap, os",
    "fd = os.open('/tmp/code', os.O_RDWR | os.O_CREAT); os.write(fd, bytes(4096))",
    "mmap.mmap(fd, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC, flags=mmap.MAP_PRIVATE)",
  ],
  ["handles page faults of the kernel", ...byNumber(323, 0)],
  ["counts the processor's events", ...byNumber(298, 0, 0, -1, -1, 0)],
  ["holds on to a process", "import os", "os.pidfd_open(1)"],
  ["writes another process's memory", ...byLibc("process_vm_writev(1, 0, 0, 0, 0, 0)")],
  ["signals all processes there are", "import os, signal", "os.kill(-1, signal.SIGKILL)"],
  ["signals with a forged sender", ...byNumber(129, 1, 9, 0)],
  ["becomes another user", "import os", "os.setuid(0)"],
  ["joins groups", "import os", "os.setgroups([0])"],
  ["gives a file away", "open('/tmp/f', 'w').close()", "import os; os.chown('/tmp/f', 0, 0)"],
  ["hides data beside a file", "open('/tmp/f', 'w').close()", "import os; os.setxattr('/tmp/f', 'user.left', b'x')"],
  ["makes a hard link", "open('/tmp/f', 'w').close()", "import os; os.link('/tmp/f', '/tmp/g')"],
  ["makes a pipe with a name", "import os", "os.mkfifo('/tmp/fifo')"],
  ["locks a file for everybody", "import fcntl", "fcntl.flock(open('/tmp/f', 'w'), fcntl.LOCK_EX)"],
  ["opens a file by its number", ...byNumber(304, -100, 0, 0)],
  ["watches files", ...byLibc("inotify_init1(0)")],
  ["watches every file", ...byNumber(300, 0, 0)],
  ["changes the clock", "import time", "time.clock_settime(time.CLOCK_REALTIME, 0)"],
  ["renames the machine", "import socket", "socket.sethostname('owned')"],
  ["loads a kernel module", ...byNumber(175, 0, 0, 0)],
  ["loads another kernel", ...byNumber(246, 0, 0, 0, 0)],
  ["restarts the machine", ...byLibc("reboot(0)")],
  ["reads the kernel's log", ...byNumber(103, 3, 0, 0)],
  ["moves to another core", "import os", "os.sched_setaffinity(0, {0})"],
  ["takes a better place in the scheduler", "import os", "os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))"],
  ["locks memory", ...byLibc("mlockall(3)")],
  ["makes itself traceable again", ...byLibc("prctl(4, 1, 0, 0, 0) or -(libc.prctl(3) == 1)")],
  ["survives whoever started it", ...byLibc("prctl(1, 0, 0, 0, 0)")],
  ["replaces its filter by a kinder one", ...byNumber(317, 1, 0, 0)],
  ["types into a terminal", "import fcntl", "fcntl.ioctl(0, 0x5412, b'x')"],
  ["opens a terminal", "import os", "os.openpty()"],
  ["fills the disk beside /tmp", "open('/dev/shm/big', 'wb').write(bytes(1024))"],
  ["fills the temporary folder sparsely", "f = open('/tmp/big', 'wb'); f.truncate(1 << 40)"],
  ["opens more files than it may", "hoard = [open('/dev/null') for _ in range(10_000)]"],
  ["fills the temporary folder", "open('/tmp/big', 'wb').write(bytes(200 * 1024 * 1024))"],
  ["makes many files", "[open(f'/tmp/{n}', 'w').close() for n in range(10_000)]"],
])("a card that %s is refused by the kernel", async (_, ...statements) => {
  const result = await client.run(body(...statements, "return 'GOT THROUGH'"))
  expect(result.display).toBeUndefined()
  expect(result.error?.code).toBe("execution_failed")
  const refusals = [
    "OSError",
    "PermissionError",
    "FileNotFoundError",
    "ProcessLookupError",
    "URLError",
    "gaierror",
    "ValueError",
  ]
  expect(refusals).toContain(result.error?.type)
  // And the next job, somebody else's, works at once.
  expect((await client.run(body("return 'well'"))).display?.["text/html"]).toBe("well")
})

test("a card holds nothing open but its own answer, and no path to anything else", async () => {
  const look = body(
    "import os, stat",
    "kinds = []",
    "for fd in range(1024):",
    "    try: mode = os.fstat(fd).st_mode",
    "    except OSError: continue",
    "    kinds.append('socket' if stat.S_ISSOCK(mode) else 'device' if stat.S_ISCHR(mode) else oct(mode))",
    "return ' '.join(kinds) + ' | ' + ' '.join(sorted(os.listdir('/'))) + ' | ' + ' '.join(os.listdir('/tmp') + os.listdir('/scratch') + os.listdir('/inputs'))",
  )
  const seen = (await client.run(look)).display?.["text/html"]
  expect(seen).toBe("device device device socket | dev inputs lib lib64 opt scratch tmp usr | ")
})

test("a card cannot end, stop or wake process 1, which is itself", async () => {
  const harm = body(
    "import os, signal",
    "for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM): os.kill(1, number)",
    "return 'still here'",
  )
  expect((await client.run(harm)).display?.["text/html"]).toBe("still here")
})

test("two people side by side: what one does to the sandbox, the other does not notice", async () => {
  const harms = [
    "while True: pass",
    "hoard = []\n    while True: hoard.append(bytes(1 << 20))",
    "open('/tmp/x', 'wb').write(bytes(1 << 30))",
    "print('x' * (1 << 24)); return 'x' * (1 << 26)",
    "import os; os._exit(3)",
    "import os, signal; os.kill(os.getpid(), signal.SIGSEGV); os.abort()",
    "import threading\n    while True: threading.Thread(target=lambda: threading.Event().wait()).start()",
    "import os\n    for fd in range(3, 64):\n        try: os.write(fd, bytes(range(256)) * 100)\n        except OSError: pass",
  ]
  const hostile = client.render(
    harms.map((harm) => card(body(harm), { authorId: "usr_eve" })),
    { principal: "usr_eve" },
  )
  for (let round = 0; round < 10; round++) {
    const [event] = await client.render([card(body(`return 'round ${round}'`))], { principal: "usr_ada" })
    expect(event).toMatchObject({ result: { display: { "text/html": `round ${round}` } } })
  }
  const ended = await hostile
  expect(ended.at(-1)).toEqual({ done: true })
  for (const event of ended) if ("result" in event) expect(event.result.error?.code).toBeDefined()
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
