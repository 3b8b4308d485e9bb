export type ServerEvent = { event: string; data: string }

/**
 * Reads `text/event-stream` piece by piece, however the network cuts it.
 * Events without data (heartbeats, comments) are left out.
 */
export function createEventReader(): { push: (chunk: string) => ServerEvent[] } {
  let pending = ""
  let event = ""
  let data: string[] = []

  function endEvent(): ServerEvent | null {
    const ended = data.length > 0 ? { event: event || "message", data: data.join("\n") } : null
    event = ""
    data = []
    return ended
  }

  function readLine(line: string): ServerEvent | null {
    if (line === "") return endEvent()
    const [field, value] = splitField(line)
    if (field === "event") event = value
    if (field === "data") data.push(value)
    return null
  }

  function push(chunk: string): ServerEvent[] {
    const { lines, rest } = splitLines(pending + chunk)
    pending = rest
    return lines.map(readLine).filter((ended) => ended !== null)
  }

  return { push }
}

/** A trailing CR stays in the rest: its LF may be the first character of the next piece. */
function splitLines(text: string): { lines: string[]; rest: string } {
  const lines: string[] = []
  let from = 0
  for (const ending of text.matchAll(/\r\n|\n|\r(?!$)/g)) {
    lines.push(text.slice(from, ending.index))
    from = ending.index + ending[0].length
  }
  return { lines, rest: text.slice(from) }
}

function splitField(line: string): [field: string, value: string] {
  const colon = line.indexOf(":")
  if (colon < 0) return [line, ""]
  const value = line.slice(colon + 1)
  return [line.slice(0, colon), value.startsWith(" ") ? value.slice(1) : value]
}
