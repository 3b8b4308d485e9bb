const pending = new Map<string, Promise<void>>()

/** Loads one of the app's own vendor scripts, once. Only /vendor/ passes the frame's policy. */
export function loadScript(name: "plotly-full.js" | "vega.js"): Promise<void> {
  const known = pending.get(name)
  if (known) return known
  const loading = new Promise<void>((resolve, reject) => {
    const script = document.createElement("script")
    script.src = `${location.origin}/vendor/${name}`
    script.onload = () => resolve()
    script.onerror = () => {
      pending.delete(name)
      reject(new Error("The chart library could not be loaded. Reload the page."))
    }
    document.head.append(script)
  })
  pending.set(name, loading)
  return loading
}
