import { connect, type Socket } from "node:net"

/** Connections to one zygote made ahead of time: connecting and being accepted takes longer than to hand a job over. */
export class ReadySockets {
  private readonly path: string
  private readonly size: number
  private readonly idle: Socket[] = []

  constructor(path: string, size: number) {
    this.path = path
    this.size = size
  }

  /** One that nobody else has. When none is ready it is still connecting; what is written to it waits. */
  take(): Socket {
    return this.idle.shift() ?? this.open()
  }

  /** Makes up for those that were taken. To be called when nobody waits. */
  refill(): void {
    while (this.idle.length < this.size) this.idle.push(this.open())
  }

  private open(): Socket {
    const socket = connect(this.path)
    // It closes when the zygote does, who took it and who did not; both learn of that elsewhere.
    socket.on("error", () => undefined)
    return socket
  }
}
