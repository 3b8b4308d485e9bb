import "server-only"
import { GetCommand } from "@aws-sdk/lib-dynamodb"
import { database } from "./client.ts"

/** Answers when the table can be read; otherwise throws what the database, or the way to it, says. */
export async function pingDatabase(): Promise<void> {
  const { client, table } = database()
  await client.send(new GetCommand({ TableName: table, Key: { pk: "ping", sk: "ping" } }))
}
