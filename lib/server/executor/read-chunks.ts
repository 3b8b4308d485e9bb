import "server-only"

/**
 * The chunks of an answer's body until it ends or `signal` aborts; whoever stops reading lets the connection go.
 * The signal given to fetch is not enough: fetch forgets it once the request has been collected as garbage, and a
 * sender nobody listens to would go on for as long as its jobs may last.
 * @throws the signal's reason
 */
export async function* readChunks(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const reader = body.getReader()
  const stop = () => void reader.cancel(signal.reason).catch(() => undefined)
  signal.addEventListener("abort", stop)
  try {
    signal.throwIfAborted()
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value
    signal.throwIfAborted()
  } finally {
    signal.removeEventListener("abort", stop)
    stop()
  }
}
