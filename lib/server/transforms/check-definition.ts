import "server-only"
import { AppError } from "#lib/domain/app-error.ts"
import type { DatasetId, TransformId } from "#lib/domain/ids.ts"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import type { Transform } from "#lib/domain/transform.ts"
import type { Actor } from "#lib/domain/user.ts"
import { getDatasets } from "../datasets/dataset-store.ts"
import { outputDatasetIdOf } from "./derived-ids.ts"
import { getTransformHeads, type TransformHead } from "./transform-store.ts"

/** @throws AppError validation_failed naming the alias of what is neither `known` nor the actor's to use. */
export async function checkInputs(
  actor: Actor,
  inputs: Transform["inputs"],
  known: ReadonlySet<DatasetId> = new Set(),
): Promise<void> {
  const found = await getDatasets(inputs.map(({ datasetId }) => datasetId))
  const usable = new Set(found.filter((dataset) => atLeast(rightOn(actor, dataset), "view")).map(({ id }) => id))
  for (const [index, { alias, datasetId }] of inputs.entries())
    if (!usable.has(datasetId) && !known.has(datasetId))
      throw refusal(
        ["inputs", String(index), "datasetId"],
        `There is no dataset ${datasetId} for "${alias}", or it is not shared with you.`,
      )
}

/** @throws AppError validation_failed when SQL could not tell two aliases apart. */
export function checkAliases({ language, inputs }: Pick<Transform, "language" | "inputs">): void {
  const folded = inputs.map(({ alias }) => alias.toLowerCase())
  if (language === "sql" && new Set(folded).size < folded.length)
    throw refusal(["inputs"], "Aliases must differ by more than case in SQL.")
}

/**
 * Follows what a transform would read back to where it comes from. @throws AppError validation_failed when that is the
 * transform's own output, naming the way as far as the actor may see it.
 */
export async function checkNoCycle(
  actor: Actor,
  { id, inputs }: { id: TransformId; inputs: Transform["inputs"] },
): Promise<void> {
  const own = outputDatasetIdOf(id)
  if (inputs.some(({ datasetId }) => datasetId === own))
    throw refusal(["inputs"], "A transform can't read its own output.")
  type Step = { datasetIds: readonly DatasetId[]; by: readonly TransformHead[] }
  const seen = new Set<DatasetId>()
  for (let level: Step[] = [{ datasetIds: inputs.map(({ datasetId }) => datasetId), by: [] }]; level.length > 0;) {
    const next: Step[] = []
    for (const { datasetIds, by } of level) {
      const unseen = datasetIds.filter((datasetId) => !seen.has(datasetId))
      for (const datasetId of unseen) seen.add(datasetId)
      const makers = (await getDatasets(unseen)).flatMap(({ source }) =>
        source.type === "transform" ? source.transformId : [],
      )
      for (const maker of await getTransformHeads(makers)) {
        if (maker.inputs.some(({ datasetId }) => datasetId === own))
          throw refusal(["inputs"], cycleMessage(actor, [...by, maker]))
        next.push({ datasetIds: maker.inputs.map(({ datasetId }) => datasetId), by: [...by, maker] })
      }
    }
    level = next
  }
}

/** From this transform's output to its input. */
function cycleMessage(actor: Actor, makers: readonly TransformHead[]): string {
  const names = makers
    .map((maker) => (rightOn(actor, maker) === "none" ? "a transform you may not see" : `"${maker.name}"`))
    .toReversed()
  return `This would be a circle: what it reads is made by ${names.join(", then ")} from its own output.`
}

const refusal = (path: string[], message: string): AppError =>
  new AppError("validation_failed", message, { details: [{ path: ["body", ...path], message }] })
