/** Calls the web tier's scheduler every minute, where no launcher does: the `scheduler` of docker-compose.yml. */
import { startTicking } from "./launcher/tick.ts"

const webUrl = process.env["CARDLOOM_WEB_URL"]
const token = process.env["CARDLOOM_TICK_TOKEN"]
if (!webUrl || !token) {
  process.stderr.write("Set CARDLOOM_WEB_URL and CARDLOOM_TICK_TOKEN.\n")
  process.exit(1)
}
startTicking(webUrl.replace(/\/+$/, ""), token, (problem) => process.stderr.write(`${problem}\n`))
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => process.exit(0))
