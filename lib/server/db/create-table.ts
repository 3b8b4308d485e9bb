import "server-only"
import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb"
import { TABLE, TTL_ATTRIBUTE } from "./table.ts"

const ACTIVE_WITHIN_SECONDS = 120

/** Makes the table unless it is there, and answers when it can be used. Safe to call at every start, by several at once. */
export async function ensureTable(client: DynamoDBClient, name: string): Promise<void> {
  if (!(await tableExists(client, name))) await createTable(client, name)
  await waitUntilTableExists(
    { client, maxWaitTime: ACTIVE_WITHIN_SECONDS, minDelay: 1, maxDelay: 2 },
    { TableName: name },
  )
  await ensureTimeToLive(client, name)
}

// Asked first: where the operator made the table, this process need not be allowed to.
async function tableExists(client: DynamoDBClient, name: string): Promise<boolean> {
  try {
    await client.send(new DescribeTableCommand({ TableName: name }))
    return true
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false
    throw error
  }
}

async function createTable(client: DynamoDBClient, name: string): Promise<void> {
  try {
    await client.send(new CreateTableCommand({ ...TABLE, TableName: name }))
  } catch (error) {
    // Another starting process was quicker.
    if (!(error instanceof ResourceInUseException)) throw error
  }
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
