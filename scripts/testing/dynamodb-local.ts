import { spawn, spawnSync } from "node:child_process"
import { existsSync, mkdirSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import { freePort } from "../launcher/free-port.ts"

export type DynamoDbLocal = { endpoint: string; stop: () => Promise<void> }

const version = "2.6.1"
const mainClass = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner"

/** Amazon's own emulator, from Maven Central; or a sentence that says why there is none. */
export async function startDynamoDbLocal(root: string): Promise<DynamoDbLocal | string> {
  const java = spawnSync("java", ["-version"], { encoding: "utf8" })
  if (java.status !== 0) return "there is no java here."
  if (Number(/version "(\d+)/.exec(java.stderr)?.[1] ?? 0) < 17) return "java is older than 17."
  if (spawnSync("mvn", ["--version"]).status !== 0) return "there is no mvn here."
  const libraries = join(root, "node_modules/.cache/dynamodb-local", version)
  if (!existsSync(join(libraries, "sqlite4java.jar")) && !fetchLibraries(libraries)) return "Maven could not fetch it."
  const port = await freePort()
  const args = [
    `-Djava.library.path=${libraries}`,
    "-cp",
    `${libraries}/*`,
    mainClass,
    "-inMemory",
    "-port",
    String(port),
    "-disableTelemetry",
  ]
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "--", "java", ...args], { stdio: "ignore" })
  const exited = new Promise<void>((settle) => child.once("exit", () => settle()))
  const endpoint = `http://127.0.0.1:${port}`
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const answers = await fetch(endpoint).then(
      () => true,
      () => false,
    )
    if (answers) return { endpoint, stop: () => (child.kill("SIGTERM"), exited) }
    if (child.exitCode !== null) return `it ended with exit code ${child.exitCode}.`
    await pause(100)
  }
  child.kill("SIGKILL")
  return "it did not answer within 30 s."
}

function fetchLibraries(folder: string): boolean {
  mkdirSync(folder, { recursive: true })
  const pom = join(folder, "pom.xml")
  writeFileSync(
    pom,
    `<project><modelVersion>4.0.0</modelVersion><groupId>cardloom</groupId><artifactId>tests</artifactId><version>1</version>
<dependencies><dependency><groupId>com.amazonaws</groupId><artifactId>DynamoDBLocal</artifactId><version>${version}</version></dependency></dependencies></project>
`,
  )
  const goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
  const args = [
    "-q",
    "-f",
    pom,
    goal,
    `-DoutputDirectory=${folder}`,
    "-Dmdep.stripVersion=true",
    "-DincludeScope=runtime",
  ]
  return spawnSync("mvn", args, { cwd: tmpdir(), stdio: "inherit" }).status === 0
}
