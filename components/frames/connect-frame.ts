import type { z } from "zod"
import { FrameGreeting } from "./frame-messages.ts"

type FrameOptions<Message> = {
  /** What is hoped to come out of the frame; anything else is dropped. */
  incoming: z.ZodType<Message>
  onMessage: (message: Message) => void
  onFailure?: () => void
}

export type FrameConnection<Command> = {
  /** Queued until the frame has answered. */
  post: (command: Command) => void
  close: () => void
}

/**
 * Loads a frame page into an empty iframe and opens the one channel to it. The frame's origin is opaque, so a
 * greeting is known by its source alone, and only the first one counts: a frame that navigates itself gets nothing.
 */
export function connectFrame<Message, Command>(
  iframe: HTMLIFrameElement,
  src: "/frame" | "/frame?figures",
  { incoming, onMessage, onFailure }: FrameOptions<Message>,
): FrameConnection<Command> {
  const channel = new MessageChannel()
  let queue: Command[] | null = []

  channel.port1.onmessage = ({ data }: MessageEvent<unknown>) => {
    const parsed = incoming.safeParse(data)
    if (parsed.success) onMessage(parsed.data)
  }

  const greet = (event: MessageEvent<unknown>) => {
    if (!iframe.contentWindow || event.source !== iframe.contentWindow) return
    const greeting = FrameGreeting.safeParse(event.data)
    if (!greeting.success) return
    window.removeEventListener("message", greet)
    if (greeting.data.cardloom === "failed") {
      onFailure?.()
      return
    }
    iframe.contentWindow.postMessage({ cardloom: "connect" }, "*", [channel.port2])
    for (const command of queue ?? []) channel.port1.postMessage(command)
    queue = null
  }
  // Listening comes first: a greeting that nobody hears is lost.
  window.addEventListener("message", greet)
  iframe.src = src

  return {
    post: (command) => (queue ? void queue.push(command) : channel.port1.postMessage(command)),
    close: () => {
      window.removeEventListener("message", greet)
      channel.port1.close()
    },
  }
}
