import "server-only"
import type { UserId } from "#lib/domain/ids.ts"
import { findPermitted } from "../auth/find-permitted.ts"
import { getDataset } from "../datasets/dataset-store.ts"
import { checkMayRead } from "../shares/check-may-read.ts"
import { transferThing } from "../shares/transfer-thing.ts"
import type { NamedTransform } from "./read-transform.ts"
import * as store from "./transform-store.ts"

/**
 * Hands a transform on to whom it then runs as, and with it the dataset it makes where both are the same person's. That
 * person may go on using the dataset, and sees the transform no longer.
 * @throws AppError not_found, forbidden, as transferThing; conflict naming the datasets the new owner may not use.
 */
export async function transferTransform(
  { actor, transformId }: NamedTransform,
  userId: UserId,
): Promise<{ ownerId: UserId }> {
  const { thing } = await findPermitted(actor, "own", "transform", store.getTransformHead(transformId))
  const output = thing.outputDatasetId ? await getDataset(thing.outputDatasetId) : null
  return transferThing({
    actor,
    kind: "transform",
    thing,
    to: userId,
    keeps: null,
    before: async () => {
      await checkMayRead({ actor, kind: "transform", reads: thing.inputs }, userId)
      // Before the transform: whoever tries again after a failure between the two finds that still theirs to hand on.
      if (output && output.ownerId === thing.ownerId)
        await transferThing({ actor, kind: "dataset", thing: output, to: userId, keeps: "viewer" })
    },
  })
}
