import { expect, test } from "vitest"
import type { Filter } from "#lib/domain/filter.ts"
import { CardId, DatasetId } from "#lib/domain/ids.ts"
import { cardsBeyondLocks } from "./cards-beyond-locks.ts"

const sales = DatasetId.parse("ds_sales00000")
const stock = DatasetId.parse("ds_stock00000")
const [bySales, byStock, byBoth, unplaced] = [
  "card_sales00000",
  "card_stock00000",
  "card_both000000",
  "card_none000000",
].map((id) => CardId.parse(id))
const card = (id: CardId | undefined, name: string, datasetIds: DatasetId[]) => ({
  id: CardId.parse(id),
  name,
  datasetIds,
  canEdit: true,
})
const dashboard = {
  layout: [bySales, byStock, byBoth].map((cardId, y) => ({
    itemId: `t${y}`,
    cardId: CardId.parse(cardId),
    x: 0,
    y,
    w: 1,
    h: 1,
  })),
  cards: [
    card(bySales, "Sales", [sales]),
    card(byStock, "Stock", [stock]),
    card(byBoth, "Both", [sales, stock]),
    card(unplaced, "Elsewhere", [stock]),
  ],
  datasets: [
    { id: sales, name: "sales", columns: [{ name: "region", type: "string" as const }] },
    { id: stock, name: "stock", columns: [{ name: "area", type: "string" as const }] },
  ],
}
const region: Filter = { id: "region", type: "category", label: "Region", column: "region" }

test.each<[string, Filter[], string[]]>([
  ["without locks there is nothing to warn of", [], []],
  ["a dataset without the column is shown whole", [region], ["Stock", "Both"]],
  [
    "a column of another name counts where the filter says so",
    [{ ...region, columnByDataset: { [stock]: "area" } }],
    [],
  ],
  ["a column the filter can't apply to is none", [{ ...region, type: "number_range" }], ["Sales", "Stock", "Both"]],
])("%s", (_, locked, names) => expect(cardsBeyondLocks(dashboard, locked)).toEqual(names))
