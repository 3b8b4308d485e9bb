import type { Lineage, LineageNode } from "#lib/domain/lineage.ts"

/** A thing with those a step further on. `again`: it was mentioned before; `elided`: with what is further on. */
export type LineageBranch = { node: LineageNode; again: boolean; elided: boolean; branches: LineageBranch[] }

/** What a thing comes from (`upstream`) or what depends on it, as a tree that says everything once. */
export function lineageTree(
  { nodes, edges }: Lineage,
  startId: string,
  direction: "upstream" | "downstream",
): LineageBranch[] {
  const nodeById = new Map(nodes.map((node) => [node.id, node]))
  const nextOf = (id: string): string[] =>
    direction === "upstream"
      ? edges.filter(({ to }) => to === id).map(({ from }) => from)
      : edges.filter(({ from }) => from === id).map(({ to }) => to)
  const said = new Set([startId])
  const branchesOf = (id: string): LineageBranch[] =>
    nextOf(id).flatMap((next) => {
      const node = nodeById.get(next)
      if (!node || next === startId) return []
      const again = said.has(next)
      said.add(next)
      return { node, again, elided: again && nextOf(next).length > 0, branches: again ? [] : branchesOf(next) }
    })
  return branchesOf(startId)
}

/** The same without order: all that are on the way. */
export const flattened = (branches: readonly LineageBranch[]): LineageNode[] =>
  branches.flatMap(({ node, again, branches: further }) => (again ? [] : [node, ...flattened(further)]))
