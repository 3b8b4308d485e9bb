import { afterAll, beforeAll } from "vitest"
import { closeDatabase, database } from "#lib/server/db/client.ts"
import { ensureTable } from "#lib/server/db/create-table.ts"
import { startDynamo } from "#tests/support/start-dynamo.ts"

/** Gives this test file an empty table: of the embedded emulator, or of what CARDLOOM_TEST_DYNAMODB_ENDPOINT names. */
export function useDatabase(): void {
  let stop: () => Promise<void> = async () => {}

  beforeAll(async () => {
    let endpoint = process.env.CARDLOOM_TEST_DYNAMODB_ENDPOINT
    if (!endpoint) {
      const dynamo = await startDynamo()
      endpoint = dynamo.endpoint
      stop = dynamo.stop
    }
    process.env.DYNAMODB_ENDPOINT = endpoint
    process.env.DYNAMODB_TABLE = `test-${crypto.randomUUID()}`
    const { client, table } = database()
    await ensureTable(client, table)
  })

  afterAll(async () => {
    closeDatabase()
    await stop()
  })
}
