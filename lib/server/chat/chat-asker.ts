import "server-only"
import type { DashboardId, LinkId, UserId } from "#lib/domain/ids.ts"
import type { JobPriority } from "#lib/domain/job-contract.ts"
import type { Actor } from "#lib/domain/user.ts"
import type { AuditDraft } from "../audit/record-audit.ts"
import { clientAddress } from "../auth/client-address.ts"
import { linkKeyOf, openLink, type LinkKey } from "../links/open-link.ts"

/** Whoever has a public link's address: nobody in particular. */
export type LinkAsker = {
  kind: "link"
  linkId: LinkId
  /** As the link was called when it was opened. */
  linkName: string
  dashboardId: DashboardId
  /** Opens the link anew, for every look at the data. */
  key: LinkKey
  /** The network address that asks. */
  address: string
}

/** Who asks. */
export type ChatAsker = { kind: "person"; actor: Actor } | LinkAsker

/** Opens a link for somebody with a question. @throws AppError as openLink */
export async function linkAsker(token: string, headers: Headers): Promise<LinkAsker> {
  const { link } = await openLink(token, headers)
  return {
    kind: "link",
    linkId: link.id,
    linkName: link.name,
    dashboardId: link.dashboardId,
    key: linkKeyOf(token, headers),
    address: clientAddress(headers),
  }
}

/**
 * Under which conversations, queries and use are kept, and whose turn it is in the executor. All of a link's readers are
 * one: what is one reader's own among them is found by its id alone, which is random and listed nowhere.
 */
export const principalOf = (asker: ChatAsker): UserId | LinkId =>
  asker.kind === "person" ? asker.actor.userId : asker.linkId

/** People come before the readers of links. */
export const priorityOf = (asker: ChatAsker): JobPriority => (asker.kind === "person" ? "preview" : "link")

/** What the audit log says of who asks: a link's reader is nobody, also when somebody who is signed in opens the link. */
export const auditedAs = (asker: ChatAsker): Pick<AuditDraft, "by" | "details"> =>
  asker.kind === "person"
    ? {}
    : { by: { userId: null, via: "link" }, details: { linkId: asker.linkId, linkName: asker.linkName } }
