import "server-only"

/** The lines of a UTF-8 stream, however its chunks fall; a last line without its newline counts. @throws Error on a line that is too long. */
export async function* readLines(
  body: AsyncIterable<Uint8Array> | null,
  maxCharacters: number,
): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true })
  let parts: string[] = []
  let pending = 0
  for await (const chunk of body ?? []) {
    const lines = decoder.decode(chunk, { stream: true }).split("\n")
    for (const [index, text] of lines.entries()) {
      parts.push(text)
      pending += text.length
      if (pending > maxCharacters) throw new Error("a line of the stream is too long")
      if (index === lines.length - 1) break
      const line = parts.join("")
      parts = []
      pending = 0
      if (line !== "") yield line
    }
  }
  const last = parts.join("") + decoder.decode()
  if (last !== "") yield last
}
