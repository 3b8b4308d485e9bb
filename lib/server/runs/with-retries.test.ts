import { expect, test } from "vitest"
import { retryDelays } from "./with-retries.ts"

test.each([
  [30_000, [1000, 2000, 4000, 8000, 15_000]],
  [3000, [1000, 2000]],
  [500, [500]],
  [0, []],
])("%i ms of patience", (patienceMs, delays) => expect(retryDelays(patienceMs)).toEqual(delays))
