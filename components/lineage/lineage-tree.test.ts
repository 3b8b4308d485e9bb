import { expect, test } from "vitest"
import type { Lineage, LineageNode } from "#lib/domain/lineage.ts"
import { flattened, lineageTree, type LineageBranch } from "./lineage-tree.ts"

const node = (id: string): LineageNode => ({ kind: "dataset", id, name: id, visible: true, asOf: null, stale: null })
/** a → b → d, a → c → d → e */
const lineage: Lineage = {
  nodes: ["a", "b", "c", "d", "e"].map(node),
  edges: [
    { from: "a", to: "b" },
    { from: "a", to: "c" },
    { from: "b", to: "d" },
    { from: "c", to: "d" },
    { from: "d", to: "e" },
  ],
}
const words = (branches: LineageBranch[]): unknown[] =>
  branches.map(({ node: { id }, again, elided, branches: further }) => [
    `${id}${again ? " again" : ""}${elided ? " with more" : ""}`,
    ...words(further),
  ])

test("what a thing comes from is there by its steps, and what is met twice is told once", () => {
  expect(words(lineageTree(lineage, "d", "upstream"))).toEqual([
    ["b", ["a"]],
    ["c", ["a again"]],
  ])
})
test("what depends on a thing is there through all steps", () => {
  const found = lineageTree(lineage, "a", "downstream")
  expect(words(found)).toEqual([
    ["b", ["d", ["e"]]],
    ["c", ["d again with more"]],
  ])
  expect(flattened(found).map(({ id }) => id)).toEqual(["b", "d", "e", "c"])
})
test("a thing that nothing reads has nothing that depends on it", () => {
  expect(lineageTree(lineage, "e", "downstream")).toEqual([])
})
