import "server-only"
import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb"

/** The attribute DynamoDB deletes by, in seconds since 1970. Late by up to days, so code checks it too. */
export const TTL_ATTRIBUTE = "expiresAt"

/** How many secondary indexes the table has; what each is used for stands at the entities that use it. */
const SECONDARY_INDEXES = ["gsi1", "gsi2"] as const

/** The one table everything lives in, without its name. */
export const TABLE = {
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: ["pk", "sk", ...SECONDARY_INDEXES.flatMap((name) => [`${name}pk`, `${name}sk`])].map(
    (AttributeName) => ({ AttributeName, AttributeType: "S" }),
  ),
  KeySchema: [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ],
  GlobalSecondaryIndexes: SECONDARY_INDEXES.map((name) => ({
    IndexName: name,
    KeySchema: [
      { AttributeName: `${name}pk`, KeyType: "HASH" },
      { AttributeName: `${name}sk`, KeyType: "RANGE" },
    ],
    Projection: { ProjectionType: "ALL" },
  })),
} satisfies Omit<CreateTableCommandInput, "TableName">
