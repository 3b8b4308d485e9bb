import { join } from "node:path"
import { pythonRuntimeDir } from "#scripts/bootstrap/python-runtime.mjs"

/** The virtual environment the sandbox runs in: CARDLOOM_PYTHON, else the one `npm start` and `npm test` make. */
export function pythonRuntime(): string {
  return process.env["CARDLOOM_PYTHON"] ?? pythonRuntimeDir(join(import.meta.dirname, "../.."))
}
