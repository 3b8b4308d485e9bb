import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { draftOf } from "#components/cards/card-draft.ts"
import { CardEditor } from "#components/cards/editor/card-editor.tsx"
import { choiceOf } from "#components/editor/dataset-choice.ts"
import { CardId } from "#lib/domain/ids.ts"
import { pageActor } from "#lib/server/auth/page-actor.ts"
import { readCard } from "#lib/server/cards/read-card.ts"
import { listDatasets } from "#lib/server/datasets/list-datasets.ts"
import { orNotFound } from "#lib/server/http/or-not-found.ts"

export const metadata: Metadata = { title: "Card" }

const DATASET_LIMIT = 200

export default async function CardPage({ params }: { params: Promise<{ cardId: string }> }) {
  const cardId = CardId.safeParse((await params).cardId)
  if (!cardId.success) notFound()
  const { actor } = await pageActor()
  const [card, datasets] = await Promise.all([
    orNotFound(readCard({ actor, cardId: cardId.data })),
    listDatasets({ actor, limit: DATASET_LIMIT }),
  ])
  return <CardEditor key={card.id} card={card} initialDraft={draftOf(card)} datasets={datasets.data.map(choiceOf)} />
}
