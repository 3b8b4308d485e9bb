import type { Metadata } from "next"
import { draftOf, type EditorDraft } from "#components/cards/card-draft.ts"
import { CardEditor } from "#components/cards/editor/card-editor.tsx"
import { HandedCardEditor } from "#components/cards/editor/handed-card-editor.tsx"
import { choiceOf, type DatasetChoice } from "#components/editor/dataset-choice.ts"
import { newCardDraft } from "#components/cards/editor/new-card-draft.ts"
import { CardId, DatasetId } from "#lib/domain/ids.ts"
import type { Actor } from "#lib/domain/user.ts"
import { pageActor } from "#lib/server/auth/page-actor.ts"
import { readCard } from "#lib/server/cards/read-card.ts"
import { listDatasets } from "#lib/server/datasets/list-datasets.ts"
import { orNotFound } from "#lib/server/http/or-not-found.ts"

export const metadata: Metadata = { title: "New card" }

const DATASET_LIMIT = 200

type Query = Record<string, string | string[] | undefined>

export default async function NewCardPage({ searchParams }: { searchParams: Promise<Query> }) {
  const { actor } = await pageActor()
  const { data } = await listDatasets({ actor, limit: DATASET_LIMIT })
  const datasets = data.map(choiceOf)
  const query = await searchParams
  if (typeof query["draft"] === "string") return <HandedCardEditor draftKey={query["draft"]} datasets={datasets} />
  return <CardEditor card={null} initialDraft={await firstDraft(actor, datasets, query)} datasets={datasets} />
}

/** `?from=` copies a card, `?dataset=` begins with a dataset; anything else is an empty card. `?draft=` is the browser's. */
async function firstDraft(actor: Actor, datasets: DatasetChoice[], { from, dataset }: Query): Promise<EditorDraft> {
  const cardId = CardId.safeParse(from)
  if (cardId.success) {
    const card = await orNotFound(readCard({ actor, cardId: cardId.data }))
    return draftOf({ ...card, name: `${card.name} (copy)` })
  }
  return newCardDraft(datasets, DatasetId.safeParse(dataset).data)
}
