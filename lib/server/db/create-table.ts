import "server-only"
import {
  CreateTableCommand,
  DescribeTimeToLiveCommand,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb"
import { TABLE, TTL_ATTRIBUTE } from "./table.ts"

const ACTIVE_WITHIN_SECONDS = 120

/** Makes the table unless it is there, and answers when it can be used. Safe to call at every start, by several at once. */
export async function ensureTable(client: DynamoDBClient, name: string): Promise<void> {
  try {
    await client.send(new CreateTableCommand({ ...TABLE, TableName: name }))
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error
  }
  await waitUntilTableExists(
    { client, maxWaitTime: ACTIVE_WITHIN_SECONDS, minDelay: 1, maxDelay: 2 },
    { TableName: name },
  )
  await ensureTimeToLive(client, name)
}

async function ensureTimeToLive(client: DynamoDBClient, name: string): Promise<void> {
  const { TimeToLiveDescription: state } = await client.send(new DescribeTimeToLiveCommand({ TableName: name }))
  if (state?.TimeToLiveStatus === "ENABLED" || state?.TimeToLiveStatus === "ENABLING") return
  try {
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: name,
        TimeToLiveSpecification: { AttributeName: TTL_ATTRIBUTE, Enabled: true },
      }),
    )
  } catch (error) {
    // Another starting process was quicker.
    if (!(error instanceof Error && error.name === "ValidationException" && /already enabled/i.test(error.message)))
      throw error
  }
}
