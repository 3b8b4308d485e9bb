import { readFileSync } from "node:fs"
import { join } from "node:path"
import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import { DEMO } from "#scripts/demo/demo.ts"
import type { ApiClient } from "#tests/support/api-client.ts"

export const CARDS = 20
const demo = join(import.meta.dirname, "../scripts/demo")
const Id = dataOf(z.object({ id: z.string() }))

/** A dashboard of the demo's weather cards, several times over: each with a param of its own, so that no two tiles share a result. */
export async function makeWeatherDashboard(api: ApiClient): Promise<string> {
  const weather = DEMO.find(({ folder }) => folder === "weather")
  if (!weather) throw new Error("there is no demo dashboard of the weather")
  const { dataset } = await api.upload("Weather", readFileSync(join(demo, "data", weather.dataset.file)))
  const layout: { cardId: string; x: number; y: number; w: number; h: number }[] = []
  for (let number = 0; number < CARDS; number += 1) {
    const card = weather.cards[number % weather.cards.length]
    if (!card) continue
    const body = {
      name: card.name,
      code: readFileSync(join(demo, "cards/weather", `${card.slug}.py`), "utf8"),
      datasets: [{ alias: "weather", datasetId: dataset.id }],
      columns: card.columns,
      params: { copy: number },
    }
    const { data } = await api.expect(Id, "POST", "/api/cards", { body })
    layout.push({ cardId: data.id, x: 0, y: number, w: 6, h: 1 })
  }
  return (await api.expect(Id, "POST", "/api/dashboards", { body: { name: "Bench", layout } })).data.id
}
