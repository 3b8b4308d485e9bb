import "server-only"
import { DescribeTableCommand } from "@aws-sdk/client-dynamodb"
import { database } from "./client.ts"

/** @throws when the table does not answer. */
export async function pingDatabase(): Promise<void> {
  const { client, table } = database()
  await client.send(new DescribeTableCommand({ TableName: table }))
}
