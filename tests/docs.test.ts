import { existsSync, globSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { expect, test } from "vitest"

const root = join(import.meta.dirname, "..")
const pages = ["README.md", ...globSync("docs/**/*.md", { cwd: root })]

test("the files that the request path names exist", () => {
  const text = readFileSync(join(root, "docs/request-path.md"), "utf8")
  const named = [...text.matchAll(/`((?:app|components|lib|executor)\/[^`]+\.\w+)`/g)].map(([, path]) => path ?? "")
  expect(named.length).toBeGreaterThan(15)
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
})

test.each(pages)("the links and pictures of %s lead somewhere", (page) => {
  const text = readFileSync(join(root, page), "utf8")
  const targets = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)|src="([^"]+)"/g)].map(
    ([, link, source]) => link ?? source ?? "",
  )
  const local = targets.filter((target) => !/^[a-z]+:/.test(target))
  expect(local.filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([])
})
