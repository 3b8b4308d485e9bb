import "server-only"
import type { TransformId } from "#lib/domain/ids.ts"
import { atLeast, rightOn } from "#lib/domain/permissions.ts"
import type { TransformRef } from "#lib/domain/transform.ts"
import type { Actor } from "#lib/domain/user.ts"
import { getTransformHead } from "./transform-store.ts"

/** A transform as whoever sees what it makes may know it; null when it is gone. */
export async function describeTransform(actor: Actor, transformId: TransformId): Promise<TransformRef | null> {
  const transform = await getTransformHead(transformId)
  if (!transform) return null
  return { id: transformId, name: atLeast(rightOn(actor, transform), "view") ? transform.name : null }
}
