import { once } from "node:events"
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, describe, expect, test } from "vitest"
import { ExecutorHealth } from "#lib/domain/job-contract.ts"
import { freePort } from "#tests/support/free-port.ts"
import { descendantsOf, isAlive } from "#tests/support/processes.ts"
import { pythonRuntime } from "#tests/support/python-runtime.ts"
import { startExecutor, type RunningExecutor } from "#tests/support/start-executor.ts"
import { startProgram, untilProgram, type Program } from "#tests/support/start-program.ts"
import { waitFor } from "#tests/support/wait-for.ts"
import { body, card, ExecutorClient, input, renderRequest } from "./executor-client.ts"

const FOREVER = body("import time", "while True: time.sleep(0.05)")
const ended: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const end of ended.splice(0)) await end()
})

async function start(env: Record<string, string> = {}): Promise<{ executor: RunningExecutor; client: ExecutorClient }> {
  const executor = await startExecutor(env)
  ended.push(executor.stop)
  return { executor, client: new ExecutorClient(executor) }
}

async function healthOf(url: string): Promise<ExecutorHealth> {
  return ExecutorHealth.parse(await (await fetch(`${url}/health`)).json())
}

const running = (url: string, count: number) =>
  waitFor(`${count} jobs run`, async () => (await healthOf(url)).queue.running === count)

describe("the executor", () => {
  test("given a card that runs, when the sandbox dies, then the card says so and the next one works", async () => {
    const { executor, client } = await start()
    const lost = client.run(FOREVER)
    await running(executor.url, 1)
    const launcher = descendantsOf(executor.pid).at(0)
    if (launcher === undefined) throw new Error("no sandbox runs")
    process.kill(launcher, "SIGKILL")
    expect((await lost).error).toMatchObject({ code: "execution_failed", type: "SandboxRestarted", retryable: true })
    const next = await client.run(body("return 1"))
    expect(next.error).toBeUndefined()
  })

  function signalAll(pids: number[], signal: NodeJS.Signals) {
    for (const pid of pids) {
      try {
        process.kill(pid, signal)
      } catch {
        // It has ended by itself.
      }
    }
  }

  /** Empty for a process that has ended since it was listed. */
  function aboutProcess(pid: number, file: "cmdline" | "comm"): string {
    try {
      return readFileSync(`/proc/${pid}/${file}`, "utf8")
    } catch {
      return ""
    }
  }

  /** The zygote and its children: spares, jobs, slicer. */
  function insideOf(executor: RunningExecutor) {
    const [zygote] = descendantsOf(executor.pid)
      .filter((pid) => aboutProcess(pid, "cmdline").includes("python\0-I\0-B"))
      .filter((pid) => !aboutProcess(pid, "comm").startsWith("bwrap"))
    if (zygote === undefined) throw new Error("there is no zygote")
    return { zygote, children: descendantsOf(zygote) }
  }

  test("given a card that runs, when the zygote is killed, then the card says so and the next one works", async () => {
    const { executor, client } = await start()
    const lost = client.run(FOREVER)
    await running(executor.url, 1)
    process.kill(insideOf(executor).zygote, "SIGKILL")
    expect((await lost).error).toMatchObject({ type: "SandboxRestarted", retryable: true })
    expect((await client.run(body("return 1"))).error).toBeUndefined()
  })

  test("given every spare is killed, then they are replaced and the next card works at once", async () => {
    const { executor, client } = await start()
    await client.run(body("return 1"))
    const { zygote, children } = insideOf(executor)
    signalAll(children, "SIGKILL")
    expect((await client.run(body("return 1"))).error).toBeUndefined()
    expect(insideOf(executor).zygote).toBe(zygote)
  })

  test("given a slice that waits to be cut, when the slicer is killed, then the card works, or may be sent again", async () => {
    const { executor, client } = await start()
    const data = await client.dataset("a\n1\n2\n")
    const sum = body("return int(dataset.a.sum())")
    await client.run(sum, { inputs: [input(data)] })
    const { zygote, children } = insideOf(executor)
    // Stopped, so that the slice cannot be done before the slicer is killed.
    signalAll(children, "SIGSTOP")
    const inputs = [input(data, { predicates: [{ op: "range", column: "a", gte: 2 }] })]
    const lost = client.run(sum, { inputs })
    await waitFor("the card waits for its slice", async () => (await healthOf(executor.url)).queue.waiting === 1)
    signalAll(children, "SIGKILL")
    // Whether the slicer had taken it up can't be seen from here: if it had not, the next slicer cuts it.
    const { error, display } = await lost
    if (error) expect(error).toMatchObject({ type: "SandboxRestarted", retryable: true })
    else expect(display?.["application/vnd.cardloom.kpi+json"]?.value).toBe(2)
    expect((await client.run(sum, { inputs })).display?.["application/vnd.cardloom.kpi+json"]?.value).toBe(2)
    expect(insideOf(executor).zygote).toBe(zygote)
  })

  test("given enough jobs, then a fresh zygote takes over: other hashes, nothing lost, the old one gone", async () => {
    const { executor, client } = await start({ EXECUTOR_RENEW_JOBS: "15", EXECUTOR_CARD_TIMEOUT_MS: "30000" })
    const data = await client.dataset("a\n1\n2\n")
    const first = insideOf(executor).zygote
    const hash = body("return f\"{hash('x')} {dataset.a.sum()}\"")
    // It begins before the renewal and ends after it, over a slice of the old zygote.
    const slow = client.run(body("import time; time.sleep(4)", "return int(dataset.a.sum())"), {
      inputs: [input(data)],
    })
    const hashes = new Set<string | undefined>()
    await waitFor("the hash seed is another", async () => {
      const result = await client.run(hash, { inputs: [input(data)] })
      expect(result.error).toBeUndefined()
      hashes.add(result.display?.["text/html"])
      return hashes.size === 2
    })
    expect((await slow).display?.["application/vnd.cardloom.kpi+json"]?.value).toBe(3)
    await waitFor("the old zygote is gone", () => !isAlive(first))
    expect((await client.run(hash, { inputs: [input(data)] })).error).toBeUndefined()
  })

  test("given a host with control groups, then the whole sandbox is in one, and none is left behind", async () => {
    const { executor } = await start()
    const health = await healthOf(executor.url)
    const { zygote } = insideOf(executor)
    const groups = readFileSync(`/proc/${zygote}/cgroup`, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => line.split(":"))
      .filter(([, , group]) => group?.endsWith(`/cardloom-${executor.pid}`))
      .map(([, controllers = "", group = ""]) => join("/sys/fs/cgroup", controllers, group))
    const expected = { v2: 1, v1: 2, none: 0 }[health.sandbox.controlGroup ?? "none"]
    expect(groups).toHaveLength(expected)
    await executor.stop()
    expect(groups.filter((group) => existsSync(group))).toEqual([])
  })

  test("given a card that runs, when its reader leaves, then its process ends and its slot is free", async () => {
    const { executor, client } = await start({ EXECUTOR_CONCURRENCY: "1", EXECUTOR_CARD_TIMEOUT_MS: "60000" })
    const reader = new AbortController()
    const left = client.post("/v1/render", renderRequest([card(FOREVER), card(FOREVER)]), { signal: reader.signal })
    await running(executor.url, 1)
    const response = await left
    reader.abort()
    await expect(response.text()).rejects.toThrow("aborted")
    await running(executor.url, 0)
    expect((await healthOf(executor.url)).queue.waiting).toBe(0)
    expect((await client.run(body("return 1"))).error).toBeUndefined()
  })

  test("given a full queue, then a render is refused with 503 and Retry-After, and others are still served", async () => {
    const { executor, client } = await start({
      EXECUTOR_CONCURRENCY: "1",
      EXECUTOR_QUEUE_LIMIT: "4",
      EXECUTOR_CARD_TIMEOUT_MS: "60000",
    })
    const reader = new AbortController()
    const busy = (principal: string, count: number) =>
      client.post(
        "/v1/render",
        renderRequest(
          Array.from({ length: count }, () => card(FOREVER)),
          { principal },
        ),
        { signal: reader.signal },
      )
    // Held on to: fetch forgets the signal of a request whose answer nobody holds.
    const answers = [await busy("usr_one", 2), await busy("usr_two", 2)]
    await running(executor.url, 1)
    const refused = await client.post(
      "/v1/render",
      renderRequest([card(FOREVER), card(FOREVER)], { principal: "usr_three" }),
    )
    expect(refused.status).toBe(503)
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0)
    expect(await refused.json()).toMatchObject({ error: { code: "unavailable" } })
    reader.abort()
    for (const answer of answers) await expect(answer.text()).rejects.toThrow("aborted")
    await running(executor.url, 0)
    expect((await client.run(body("return 1"))).error).toBeUndefined()
  })

  test("given a card that runs, when the executor is asked to stop, then the card finishes first and nothing stays", async () => {
    const { executor, client } = await start()
    const last = client.run(body("import time; time.sleep(1)", "return 'finished'"))
    await running(executor.url, 1)
    const below = descendantsOf(executor.pid)
    const stopped = executor.stop()
    expect((await last).display?.["text/html"]).toBe("finished")
    await stopped
    await waitFor("all of its processes are gone", () => !below.some(isAlive))
  })

  test("given a connection that never said anything, when the executor is asked to stop, then it isn't waited for", async () => {
    const { executor } = await start()
    const silent = connect(Number(new URL(executor.url).port), "127.0.0.1")
    await once(silent, "connect")
    // The server knows of it: it has answered somebody who came later.
    await healthOf(executor.url)
    process.kill(executor.pid, "SIGTERM")
    expect(await executor.exited).toEqual({ code: 0, signal: null })
    expect(executor.output()).not.toContain("cut short")
    silent.destroy()
  })

  test("given a card that runs, when the executor is killed, then no process stays", async () => {
    const { executor, client } = await start()
    const lost = client.run(FOREVER)
    await running(executor.url, 1)
    const below = descendantsOf(executor.pid)
    expect(below.length).toBeGreaterThan(2)
    await Promise.all([executor.kill(), expect(lost).rejects.toThrow("terminated")])
    await waitFor("all of its processes are gone", () => !below.some(isAlive))
  })

  test("given what a killed executor left on disk, when the next one starts, then it is swept", async () => {
    const workDir = mkdtempSync(join(tmpdir(), "cardloom-work-"))
    chmodSync(workDir, 0o755)
    ended.push(async () => rmSync(workDir, { recursive: true, force: true }))
    const first = await startExecutor({ EXECUTOR_WORK_DIR: workDir })
    await first.kill()
    const left = readdirSync(workDir)
    expect(left).toHaveLength(1)
    const second = await startExecutor({ EXECUTOR_WORK_DIR: workDir })
    expect(readdirSync(workDir)).not.toContain(left[0])
    await second.stop()
    expect(readdirSync(workDir)).toEqual([])
  })
})

describe("without a sandbox the executor refuses all work, and says why", () => {
  async function startRefused(
    env: Record<string, string>,
  ): Promise<{ url: string; program: Program; health: ExecutorHealth }> {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const objectsDir = mkdtempSync(join(tmpdir(), "cardloom-objects-"))
    const program = startProgram(process.execPath, [join(import.meta.dirname, "../../../executor/main.ts")], {
      EXECUTOR_PORT: String(port),
      EXECUTOR_TOKEN: "test-executor-token-0123456789abcdef",
      OBJECTS_DIR: objectsDir,
      CARDLOOM_PYTHON: pythonRuntime(),
      ...env,
    })
    ended.push(async () => {
      await program.stop()
      rmSync(objectsDir, { recursive: true, force: true })
    })
    const health = await untilProgram(program, "it answers", () => healthOf(url).catch(() => null))
    return { url, program, health }
  }

  /** A PATH with what the test needs to start programs, and `bwrap` as told. */
  function folderOf(programs: Record<string, string>): string {
    const folder = mkdtempSync(join(tmpdir(), "cardloom-path-"))
    chmodSync(folder, 0o755)
    ended.push(async () => rmSync(folder, { recursive: true, force: true }))
    symlinkSync("/usr/bin/setpriv", join(folder, "setpriv"))
    for (const [name, script] of Object.entries(programs)) writeFileSync(join(folder, name), script, { mode: 0o755 })
    return folder
  }

  const BLOCKED = "#!/bin/sh\necho 'bwrap: Creating new namespace failed: Operation not permitted' >&2\nexit 1\n"
  // Runs the zygote as bubblewrap would, but with the host's root in the new root's place: the self-test must notice.
  const LEAKY = [
    "#!/bin/bash",
    "args=()",
    "while [ $# -gt 0 ]; do",
    '  if [ "$1" = "--dir" ] && [ "$2" = "/newroot/dev" ]; then args+=(--ro-bind /etc /newroot/etc); fi',
    '  args+=("$1"); shift',
    "done",
    'exec /usr/bin/bwrap "${args[@]}"',
  ].join("\n")

  test.each([
    ["bubblewrap is not installed", {}, "bubblewrap (bwrap) is not installed"],
    ["the kernel refuses namespaces", { bwrap: BLOCKED }, "No job runs without the sandbox."],
    ["the self-test gets out", { bwrap: LEAKY }, "a sealed process got at host files"],
  ])("when %s", async (_, programs, reason) => {
    const { url, health } = await startRefused({ PATH: folderOf(programs) })
    expect(health.ok).toBe(false)
    expect(health.sandbox.reason).toContain(reason)
    expect((await fetch(`${url}/health`)).status).toBe(503)
    const refused = await fetch(`${url}/v1/render`, {
      method: "POST",
      headers: { authorization: "Bearer test-executor-token-0123456789abcdef" },
      body: JSON.stringify(renderRequest([card(body("return 1"))])),
    })
    expect(refused.status).toBe(503)
    expect(await refused.text()).toContain(reason)
  })

  test("when the Python runtime is not there", async () => {
    const { health } = await startRefused({ CARDLOOM_PYTHON: "/nowhere" })
    expect(health.sandbox.reason).toContain("/nowhere")
  })

  test.each([
    ["a missing token", { EXECUTOR_TOKEN: "" }, "EXECUTOR_TOKEN is not set"],
    ["a short token", { EXECUTOR_TOKEN: "short" }, "EXECUTOR_TOKEN is not usable: must have at least 32 characters."],
    ["a port that is none", { EXECUTOR_PORT: "http" }, "EXECUTOR_PORT is not usable"],
  ])("and does not start at all with %s", async (_, env, sentence) => {
    const program = startProgram(process.execPath, [join(import.meta.dirname, "../../../executor/main.ts")], {
      EXECUTOR_PORT: "1",
      EXECUTOR_TOKEN: "test-executor-token-0123456789abcdef",
      OBJECTS_DIR: "/nowhere",
      CARDLOOM_PYTHON: "/nowhere",
      ...env,
    })
    expect((await program.exited).code).toBe(2)
    expect(program.output()).toContain(sentence)
  })
})
