import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"

const root = join(import.meta.dirname, "..")
const read = (path: string) => readFileSync(join(root, path), "utf8")

/** Said by the system, npm or Node, not by whoever operates Cardloom. */
const NOT_SETTINGS = ["NODE_ENV", "NEXT_RUNTIME", "PATH", "KUBERNETES_SERVICE_HOST", "npm_lifecycle_event"]
/** Read by the SDKs of AWS and Google, whose code is not ours to search. */
const READ_BY_LIBRARIES = ["AWS_SECRET_ACCESS_KEY", "GOOGLE_APPLICATION_CREDENTIALS"]

const programs = [
  ...globSync("{app,deploy,executor,lib,scripts}/**/*.{ts,tsx,mjs}", { cwd: root }),
  "instrumentation.ts",
  "middleware.ts",
  "next.config.ts",
].filter((path) => !path.includes(".test."))

/** `process.env.NAME` that is read, not set; and the fields of a schema that an environment is parsed with. */
function namesReadBy(path: string): string[] {
  const text = read(path)
  const reads = [...text.matchAll(/process\.env(?:\.(\w+)\b|\["(\w+)"\])(?!\s*(?:\?\?)?=[^=])/g)]
  const fields = /z\s*\.object/.test(text)
    ? [...text.matchAll(/^\s+([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|PORT|HOST): [A-Za-z]/gm)]
    : []
  return [...reads, ...fields].map(([, dotted, quoted]) => dotted ?? quoted ?? "")
}

/** `${NAME:-default}` of the compose file; the tests' own variables are in the guide to contributing. */
const composed = [...read("docker-compose.yml").matchAll(/\$\{(\w+)/g)].map(([, name]) => name ?? "")

const settings = new Set(
  [...programs.flatMap(namesReadBy), ...composed].filter(
    (name) => !NOT_SETTINGS.includes(name) && !name.startsWith("CARDLOOM_TEST_"),
  ),
)
const documented = new Set(
  [...read("docs/operating.md").matchAll(/^\| `([A-Z][A-Z0-9_]+)` \|/gm)].map(([, name]) => name ?? ""),
)

test("the search finds the settings of each program", () => {
  expect([...settings]).toEqual(
    expect.arrayContaining([
      "AUTH_SECRET",
      "EXECUTOR_CARD_TIMEOUT_MS",
      "S3_BUCKET",
      "DYNAMODB_TABLE",
      "DATA_DIR",
      "CARDLOOM_RUNTIME_DIR",
      "OBJECTS_ACCESS_KEY",
    ]),
  )
})

test("each environment variable that the code reads is in docs/operating.md", () => {
  expect([...settings].filter((name) => !documented.has(name))).toEqual([])
})

test("each environment variable in docs/operating.md is read by the code", () => {
  expect([...documented].filter((name) => !settings.has(name) && !READ_BY_LIBRARIES.includes(name))).toEqual([])
})
