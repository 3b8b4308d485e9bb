// Any origin will do: it only shows whether the path leads away from it.
const HERE = "http://here.invalid"
const NEVER = ["/sign-in", "/welcome"]

/** Where to go after signing in: a path of this site, or "/" for anything else that a link may ask for. */
export function safeNextPath(next: string | undefined): string {
  if (!next?.startsWith("/") || !URL.canParse(next, HERE)) return "/"
  const { origin, pathname, search, hash } = new URL(next, HERE)
  if (origin !== HERE || NEVER.includes(pathname)) return "/"
  // A path that begins with two slashes names a host when it is used again.
  return pathname.startsWith("//") ? "/" : pathname + search + hash
}
