import { readFileSync } from "node:fs"
import { join } from "node:path"
import { z } from "zod"
import { dataOf } from "#lib/domain/api.ts"
import type { DashboardId, DatasetId } from "#lib/domain/ids.ts"
import { askAt, type Asking, type StreamedAnswer } from "#tests/support/chat-client.ts"
import { startFakeVertex, type FakeVertex } from "#tests/support/fake-vertex/fake-vertex.ts"
import { startStackWithMembers, type MemberClient, type StackWithMembers } from "#tests/support/stack-with-members.ts"

const CSV = join(import.meta.dirname, "../../../scripts/demo/data/seattle-weather.csv")
export const RAIN_DAYS = 641

export type ChatStack = StackWithMembers & {
  fake: FakeVertex
  owner: MemberClient
  weather: DatasetId
  /** Of the owner, with a SQL card over the weather that loads only two columns. */
  dashboard: DashboardId
  askDashboard: (asker: MemberClient, asking: Asking | string) => Promise<StreamedAnswer>
  askDataset: (asker: MemberClient, asking: Asking | string) => Promise<StreamedAnswer>
  /** Somebody new: questions are counted by person. */
  reader: (name: string) => Promise<MemberClient & { shareId: string }>
}

const Id = dataOf(z.object({ id: z.string() }))
const asking = (what: Asking | string): Asking => (typeof what === "string" ? { question: what } : what)

/** The whole stack with the fake model, a dataset and a dashboard. */
export async function startChatStack(env: Record<string, string> = {}): Promise<ChatStack> {
  const fake = await startFakeVertex()
  const started = await startStackWithMembers({ ...fake.env, CARDLOOM_CHAT_SILENCE_SECONDS: "5", ...env })
  const { url } = started.stack
  const owner = await started.member("Owner")
  const weather = (await owner.upload("Seattle weather", readFileSync(CSV), "weather.csv")).dataset.id
  const card = await owner.expect(Id, "POST", "/api/cards", {
    body: {
      name: "Days by weather",
      language: "sql",
      code: "SELECT weather, count(*) AS days FROM w GROUP BY ALL ORDER BY days DESC, weather",
      datasets: [{ alias: "w", datasetId: weather }],
      columns: { w: ["weather"] },
    },
  })
  const board = await owner.expect(Id, "POST", "/api/dashboards", {
    body: {
      name: "Weather",
      layout: [{ itemId: "days", cardId: card.data.id, x: 0, y: 0, w: 6, h: 4 }],
      filters: [
        { id: "weather", type: "category", label: "Weather", column: "weather", multi: true },
        { id: "date", type: "date_range", label: "Date", column: "date" },
      ],
    },
  })
  const dashboard = board.data.id as DashboardId
  const askDashboard: ChatStack["askDashboard"] = (asker, what) =>
    askAt(url, asker, `/api/dashboards/${dashboard}/chat`, asking(what))
  const askDataset: ChatStack["askDataset"] = (asker, what) =>
    askAt(url, asker, `/api/datasets/${weather}/chat`, asking(what))
  return {
    ...started,
    fake,
    owner,
    weather,
    dashboard,
    askDashboard,
    askDataset,
    reader: async (name) => {
      const member = await started.member(name)
      const share = await owner.expect(Id, "POST", `/api/dashboards/${dashboard}/shares`, {
        body: { userId: member.userId, role: "viewer" },
      })
      return { ...member, shareId: share.data.id }
    },
    stop: async () => {
      await started.stop()
      await fake.close()
    },
  }
}
