import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { cache } from "react"
import { choiceOf } from "#components/editor/dataset-choice.ts"
import { resultTabOf } from "#components/transforms/editor/result-tab.ts"
import { TransformEditor } from "#components/transforms/editor/transform-editor.tsx"
import { draftOf } from "#components/transforms/transform-draft.ts"
import { RunId, TransformId } from "#lib/domain/ids.ts"
import { pageActor } from "#lib/server/auth/page-actor.ts"
import { listDatasets } from "#lib/server/datasets/list-datasets.ts"
import { orNotFound } from "#lib/server/http/or-not-found.ts"
import { readTransform } from "#lib/server/transforms/read-transform.ts"

const DATASET_LIMIT = 200

type TransformPageProps = {
  params: Promise<{ transformId: string }>
  searchParams: Promise<{ tab?: string | string[]; run?: string | string[] }>
}

// Title and page ask for the same; one read a request answers both.
const load = cache(async (text: string) => {
  const transformId = TransformId.safeParse(text)
  if (!transformId.success) notFound()
  const { actor } = await pageActor()
  return { actor, transform: await orNotFound(readTransform({ actor, transformId: transformId.data })) }
})

export async function generateMetadata({ params }: TransformPageProps): Promise<Metadata> {
  const { transform } = await load((await params).transformId)
  return { title: transform.name }
}

export default async function TransformPage({ params, searchParams }: TransformPageProps) {
  const { actor, transform } = await load((await params).transformId)
  const { data: datasets } = await listDatasets({ actor, limit: DATASET_LIMIT })
  const { tab, run } = await searchParams
  return (
    <TransformEditor
      key={transform.id}
      transform={transform}
      initialDraft={draftOf(transform)}
      initialTab={resultTabOf(tab)}
      initialRunId={RunId.safeParse(run).data ?? null}
      datasets={datasets.map(choiceOf)}
    />
  )
}
