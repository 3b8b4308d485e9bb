import "server-only"
import { Entity } from "electrodb"
import { jsonAttribute } from "../db/attributes.ts"
import type { Database } from "../db/client.ts"
import { primaryKey } from "../db/indexes.ts"

export const shareLinkEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "shareLink", version: "1" },
      attributes: {
        /** SHA-256 of the token, which is kept nowhere. */
        tokenHash: { type: "string", required: true },
        id: { type: "string", required: true },
        dashboardId: { type: "string", required: true },
        name: { type: "string", required: true },
        expiresAt: { type: "string" },
        passwordHash: { type: "string" },
        lockedFilters: { ...jsonAttribute, required: true },
        canFilter: { type: "boolean", required: true },
        canExport: { type: "boolean", required: true },
        canAsk: { type: "boolean" },
        allowedOrigins: { ...jsonAttribute, required: true },
        createdBy: { type: "string", required: true },
        createdAt: { type: "string", required: true },
        viewCount: { type: "number", required: true },
        revision: { type: "number" },
        lastViewedAt: { type: "string" },
      },
      indexes: {
        /** The link a request names, by the hash of its token. */
        byToken: primaryKey(["tokenHash"]),
      },
    },
    database,
  )

/** Leads from a link's id to the hash of its token, which changes when the link is given another address. */
export const dashboardLinkEntity = (database: Database) =>
  new Entity(
    {
      model: { service: "cardloom", entity: "dashboardLink", version: "1" },
      attributes: {
        dashboardId: { type: "string", required: true },
        linkId: { type: "string", required: true },
        tokenHash: { type: "string", required: true },
      },
      indexes: {
        /** A dashboard's links by id. */
        byDashboard: primaryKey(["dashboardId"], ["linkId"]),
      },
    },
    database,
  )
