import { createServer } from "node:net"

function listenOnce(host: string, port: number): Promise<number | undefined> {
  return new Promise((settle, fail) => {
    const server = createServer()
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" || error.code === "EACCES" ? settle(undefined) : fail(error),
    )
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address()
      server.close(() => settle(typeof address === "object" && address ? address.port : undefined))
    })
  })
}

/** A TCP port of 127.0.0.1 that nothing listens on at this moment. */
export async function freePort(): Promise<number> {
  const port = await listenOnce("127.0.0.1", 0)
  if (port === undefined) throw new Error("No free port on 127.0.0.1.")
  return port
}

/** Whether `host:port` can be listened on now. Throws when the host is no address of this machine. */
export async function isPortFree(host: string, port: number): Promise<boolean> {
  return (await listenOnce(host, port)) !== undefined
}
