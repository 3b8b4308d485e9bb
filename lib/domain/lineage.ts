import { z } from "zod"

/** A thing data comes from or goes to. */
export const LineageNode = z.object({
  kind: z.enum(["dataset", "transform", "card", "dashboard", "upload", "s3"]),
  /** Unique in a lineage: the thing's own, or made for what has none (an upload). */
  id: z.string(),
  name: z.string(),
  /** false: there is such a thing, but the asker may not see it, and its name is left out. */
  visible: z.boolean(),
  /** When its data was made: a dataset's version, a transform's last success. null where that means nothing. */
  asOf: z.iso.datetime().nullable(),
  /** Why it is not as fresh as it should be; null when it is. */
  stale: z.string().nullable(),
})
export type LineageNode = z.infer<typeof LineageNode>

/** What a thing comes from and what depends on it, nearest first, through all steps; each edge leads from the node with the id `from` to that with the id `to`. */
export const Lineage = z.object({
  nodes: z.array(LineageNode),
  edges: z.array(z.object({ from: z.string(), to: z.string() })),
})
export type Lineage = z.infer<typeof Lineage>
