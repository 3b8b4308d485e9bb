import type { Metadata } from "next"
import { choiceOf, type DatasetChoice } from "#components/editor/dataset-choice.ts"
import { TransformEditor } from "#components/transforms/editor/transform-editor.tsx"
import { draftOf, newTransformDraft, type EditorDraft } from "#components/transforms/transform-draft.ts"
import { DatasetId, TransformId } from "#lib/domain/ids.ts"
import type { Actor } from "#lib/domain/user.ts"
import { pageActor } from "#lib/server/auth/page-actor.ts"
import { listDatasets } from "#lib/server/datasets/list-datasets.ts"
import { orNotFound } from "#lib/server/http/or-not-found.ts"
import { readTransform } from "#lib/server/transforms/read-transform.ts"

export const metadata: Metadata = { title: "New transform" }

const DATASET_LIMIT = 200

type Query = Record<string, string | string[] | undefined>

export default async function NewTransformPage({ searchParams }: { searchParams: Promise<Query> }) {
  const { actor } = await pageActor()
  const { data } = await listDatasets({ actor, limit: DATASET_LIMIT })
  const datasets = data.map(choiceOf)
  return (
    <TransformEditor
      transform={null}
      initialDraft={await firstDraft(actor, datasets, await searchParams)}
      initialTab="preview"
      initialRunId={null}
      datasets={datasets}
    />
  )
}

/** `?from=` copies a transform, unscheduled; `?dataset=` begins with a dataset; anything else is an empty one. */
async function firstDraft(actor: Actor, datasets: DatasetChoice[], { from, dataset }: Query): Promise<EditorDraft> {
  const transformId = TransformId.safeParse(from)
  if (transformId.success) {
    const transform = await orNotFound(readTransform({ actor, transformId: transformId.data }))
    return draftOf({ ...transform, name: `${transform.name} (copy)`, schedule: null, trigger: null })
  }
  return newTransformDraft(datasets, DatasetId.safeParse(dataset).data)
}
