/** The lines of a byte stream, however the network cuts it. A last line without an ending is given too. */
export async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  let pending = ""
  try {
    for (;;) {
      const { done, value } = await reader.read()
      pending += decoder.decode(value, { stream: !done })
      const lines = pending.split("\n")
      pending = lines.pop() ?? ""
      for (const line of lines) if (line.trim() !== "") yield line
      if (done) break
    }
    if (pending.trim() !== "") yield pending
  } finally {
    // Whoever stops listening ends the request.
    await reader.cancel().catch(() => undefined)
  }
}
