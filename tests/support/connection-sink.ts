import { createServer, type Socket } from "node:net"

export type ConnectionSink = {
  /** Where something that must not get out would go. */
  url: string
  /** Everything anyone said to it. */
  received: () => string
  close: () => Promise<void>
}

/**
 * A server that nobody may talk to. Bare connections are not counted: Chromium opens one towards the target of a
 * navigation before the page's policy refuses it, and sends nothing.
 */
export async function openConnectionSink(): Promise<ConnectionSink> {
  let received = ""
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on("data", (data) => {
      received += data.toString("latin1")
    })
    socket.on("error", () => socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    received: () => received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
