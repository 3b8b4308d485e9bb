export { freePort } from "#scripts/launcher/free-port.ts"
