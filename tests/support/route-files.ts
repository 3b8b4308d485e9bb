import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"

const api = join(import.meta.dirname, "../../app/api")
// next-auth's own routes, and the catch-all that answers 404.
const NOT_OURS = ["auth/[...nextauth]/route.ts", "[...unknown]/route.ts"]

/** What the route files serve, each as "GET /api/cards/:cardId", sorted. */
export function routesOfFiles(): string[] {
  return globSync("**/route.ts", { cwd: api })
    .filter((file) => !NOT_OURS.includes(file))
    .flatMap((file) => {
      const path = `/api/${file.replace(/\/?route\.ts$/, "").replaceAll(/\[(\w+)\]/g, ":$1")}`
      return [...readFileSync(join(api, file), "utf8").matchAll(/^export const (GET|POST|PUT|PATCH|DELETE)\b/gm)].map(
        ([, method]) => `${method} ${path}`,
      )
    })
    .sort()
}
