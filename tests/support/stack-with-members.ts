import type { UserId } from "#lib/domain/ids.ts"
import { hashPassword } from "#lib/server/auth/password.ts"
import { createUser } from "#lib/server/users/user-store.ts"
import { clientWithPassword, type ApiClient } from "./api-client.ts"
import { startDynamo } from "./start-dynamo.ts"
import { startStack, type RunningStack } from "./start-stack.ts"

const PASSWORD = "a member's password"

export type MemberClient = ApiClient & { userId: UserId; name: string }

export type StackWithMembers = {
  stack: RunningStack
  admin: ApiClient
  /** A new member of this name, with a client of theirs. */
  member: (name: string) => Promise<MemberClient>
  stop: () => Promise<void>
}

/** The whole stack on a database that this process writes to as well: people are made without asking. */
export async function startStackWithMembers(env: Record<string, string> = {}): Promise<StackWithMembers> {
  const dynamo = await startDynamo()
  const stack = await startStack({ env: { DYNAMODB_ENDPOINT: dynamo.endpoint, ...env } })
  process.env["DYNAMODB_ENDPOINT"] = dynamo.endpoint
  const passwordHash = await hashPassword(PASSWORD)
  return {
    stack,
    admin: await clientWithPassword(stack.url, stack.adminEmail, stack.adminPassword),
    member: async (name) => {
      const email = `${name.toLowerCase()}@example.org`
      const { id: userId } = await createUser({ email, name, role: "member", passwordHash })
      return { ...(await clientWithPassword(stack.url, email, PASSWORD)), userId, name }
    },
    stop: async () => {
      await stack.stop()
      await dynamo.stop()
    },
  }
}
