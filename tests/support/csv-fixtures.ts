import { globSync, readFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { z } from "zod"
import { Cell, Column } from "#lib/domain/column.ts"
import { Dialect, ImportFailure, ImportOptions } from "#lib/domain/job-contract.ts"

const root = join(import.meta.dirname, "../fixtures/csv")

/** What a file is to become. `warnings` and `message` are parts of sentences; there are as many warnings as parts. */
const Expected = z.union([
  z.strictObject({
    columns: z.array(Column),
    rows: z.array(z.array(Cell)),
    warnings: z.array(z.string()),
    dialect: Dialect.partial().optional(),
  }),
  z.strictObject({
    failure: z.strictObject({
      message: z.string(),
      code: ImportFailure.shape.code.default("invalid_file"),
      line: z.int().optional(),
      column: z.string().optional(),
    }),
  }),
])

export type CsvFixture = {
  name: string
  content: Uint8Array
  options: z.infer<typeof ImportOptions>
  expected: z.infer<typeof Expected>
}

/** The nasty files of tests/fixtures/csv, by name. */
export function csvFixtures(): CsvFixture[] {
  const files = globSync("*/expected.json", { cwd: root }).toSorted()
  return files.map((file) => {
    const folder = join(root, dirname(file))
    const [input, second] = globSync("input.*", { cwd: folder })
    if (!input || second) throw new Error(`${folder} must hold one input file`)
    const [options] = globSync("options.json", { cwd: folder })
    return {
      name: basename(folder),
      content: readFileSync(join(folder, input)),
      options: ImportOptions.parse(options ? JSON.parse(readFileSync(join(folder, options), "utf8")) : {}),
      expected: Expected.parse(JSON.parse(readFileSync(join(root, file), "utf8"))),
    }
  })
}
