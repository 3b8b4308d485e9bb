import * as account from "./account.ts"
import * as audit from "./audit.ts"
import * as cards from "./cards.ts"
import * as chat from "./chat.ts"
import * as dashboards from "./dashboards.ts"
import * as datasets from "./datasets.ts"
import type { Endpoint } from "./endpoint.ts"
import * as filterViews from "./filter-views.ts"
import * as links from "./links.ts"
import * as operations from "./operations.ts"
import * as people from "./people.ts"
import * as sharing from "./sharing.ts"
import * as transforms from "./transforms.ts"

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === "object" && value !== null && "method" in value && "path" in value

const exported: Record<string, unknown> = {
  ...account,
  ...audit,
  ...cards,
  ...chat,
  ...dashboards,
  ...datasets,
  ...filterViews,
  ...links,
  ...operations,
  ...people,
  ...sharing,
  ...transforms,
}

/** Every route of the API, by name. */
export const endpoints: Readonly<Record<string, Endpoint>> = Object.fromEntries(
  Object.entries(exported).filter((entry): entry is [string, Endpoint] => isEndpoint(entry[1])),
)
