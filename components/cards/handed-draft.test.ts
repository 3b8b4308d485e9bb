import { expect, test } from "vitest"
import { newId } from "#lib/domain/ids.ts"
import { parseHandedDraft } from "./handed-draft.ts"

const draft = {
  name: "Sales",
  code: "SELECT 1",
  datasets: [{ alias: "sales", datasetId: newId("ds") }],
  chart: { type: "bar" },
}

test("a draft that was handed over is a SQL card to go on with", () =>
  expect(parseHandedDraft(JSON.stringify(draft))).toMatchObject({ ...draft, language: "sql", columns: {} }))

test.each([
  ["what is not JSON", "{"],
  ["what lacks its datasets", JSON.stringify({ name: "Sales", code: "", chart: null })],
  [
    "an alias that would not be one",
    JSON.stringify({ ...draft, datasets: [{ alias: "a b", datasetId: newId("ds") }] }),
  ],
])("%s is no draft", (_, text) => expect(parseHandedDraft(text)).toBeNull())
