"use client"

import { MoreHorizontal, Plus, SquareCode } from "lucide-react"
import Link from "next/link"
import { useRouter } from "next/navigation"
import { LocalTime } from "#components/datasets/local-time.tsx"
import { LANGUAGE_NAME } from "#components/editor/language-name.ts"
import { NarrowedList } from "#components/sharing/narrowed-list.tsx"
import { ownerWords, type Reader } from "#components/sharing/ownership.ts"
import { DropdownMenu, MenuItem, MenuLink, MenuSeparator } from "#components/ui/dropdown-menu.tsx"
import { EmptyState } from "#components/ui/empty-state.tsx"
import { IconButton } from "#components/ui/icon-button.tsx"
import { LinkButton } from "#components/ui/link-button.tsx"
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx"
import type { DatasetId } from "#lib/domain/ids.ts"
import type { CardSummary } from "#lib/domain/summaries.ts"
import { CardUsedDialog } from "./card-used-dialog.tsx"
import { useDeleteCard } from "./use-delete-card.ts"

type CardListProps = {
  cards: readonly CardSummary[]
  datasets: readonly { id: DatasetId; name: string }[]
  reader: Reader
}

export function CardList({ cards, datasets, reader }: CardListProps) {
  const router = useRouter()
  const deletion = useDeleteCard({ onDeleted: () => router.refresh() })
  if (cards.length === 0) return <NoCards />

  const nameOf = (id: DatasetId) => datasets.find((dataset) => dataset.id === id)?.name
  const wordsOf = (card: CardSummary) =>
    [card.name, card.description, LANGUAGE_NAME[card.language], card.ownerName, ...card.datasetIds.map(nameOf)].join(
      " ",
    )
  return (
    <>
      <NarrowedList
        things={cards}
        kind="card"
        reader={reader}
        textOf={wordsOf}
        placeholder="Search by name, dataset or owner"
        relation="has to do with"
      >
        {(found) => (
          <Table label="Cards">
            <TableHead>
              <TableRow>
                <TableHeader>Name</TableHeader>
                <TableHeader className="max-sm:hidden">Language</TableHeader>
                <TableHeader className="max-sm:hidden">Datasets</TableHeader>
                <TableHeader className="max-md:hidden">Owner</TableHeader>
                <TableHeader className="max-md:hidden">Updated</TableHeader>
                <TableHeader>
                  <span className="sr-only">Actions</span>
                </TableHeader>
              </TableRow>
            </TableHead>
            <TableBody>
              {found.map((card) => (
                <TableRow key={card.id}>
                  <TableCell className="max-w-80">
                    <Link
                      href={`/cards/${card.id}`}
                      title={card.name}
                      className="block truncate py-1 font-medium hover:underline"
                    >
                      {card.name}
                    </Link>
                  </TableCell>
                  <TableCell className="text-muted max-sm:hidden">{LANGUAGE_NAME[card.language]}</TableCell>
                  <TableCell className="max-w-64 truncate text-muted max-sm:hidden">
                    {card.datasetIds.map((id) => nameOf(id) ?? "not shared with you").join(", ") || "none"}
                  </TableCell>
                  <TableCell className="text-muted max-md:hidden">
                    {ownerWords(card.ownerId, card.ownerName, reader)}
                  </TableCell>
                  <TableCell className="text-muted max-md:hidden">
                    <LocalTime iso={card.updatedAt} withTime />
                  </TableCell>
                  <TableCell className="w-10 text-right">
                    <DropdownMenu
                      trigger={
                        <IconButton
                          size="small"
                          label={`Actions for ${card.name}`}
                          icon={<MoreHorizontal aria-hidden />}
                        />
                      }
                    >
                      <MenuLink href={`/cards/${card.id}`}>Open</MenuLink>
                      <MenuLink href={`/cards/new?from=${card.id}`}>Duplicate</MenuLink>
                      <MenuSeparator />
                      <MenuItem destructive disabled={!card.canEdit} onSelect={() => void deletion.remove(card)}>
                        Delete
                      </MenuItem>
                    </DropdownMenu>
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        )}
      </NarrowedList>
      <CardUsedDialog usedBy={deletion.usedBy} onClose={deletion.dismiss} />
    </>
  )
}

function NoCards() {
  return (
    <EmptyState
      icon={<SquareCode aria-hidden />}
      title="No cards yet"
      description="A card is a small Python function, or a SQL query, from a dataset to a chart, a table or a number."
      actions={
        <LinkButton href="/cards/new" variant="primary">
          <Plus aria-hidden />
          New card
        </LinkButton>
      }
    />
  )
}
