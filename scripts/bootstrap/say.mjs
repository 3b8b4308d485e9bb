// Plain JavaScript for any Node from 20 on: everything in this folder runs before anything is installed.
const startedAt = Date.now()

/**
 * One line of progress with the seconds since the start.
 * @param {string} line
 */
export function say(line) {
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(0).padStart(4)
  process.stdout.write(`${seconds} s  ${line}\n`)
}

/** The start ends here with one sentence for the person and, where there is one, the command that helps. */
export class Stop extends Error {}
