import { notify } from "#components/ui/notify.ts"

/** Says so when it is done, and what to do where the browser forbids it (plain http). */
export async function copyText(text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    notify.done(done)
  } catch {
    notify.failed("The browser does not allow copying here", {
      description: "Select the text and copy it with Ctrl+C or ⌘C.",
    })
  }
}
