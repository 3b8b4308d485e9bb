import "server-only"

/** A Content-Disposition that saves an answer as `<name>.<extension>`, whatever the name holds (RFC 6266, RFC 8187). */
export function attachment(name: string, extension: string): string {
  const safe = fileNameOf(name)
  const plain = safe.replaceAll(/[^ -~]/g, "_").replaceAll(/["\\%]/g, "_")
  const encoded = encodeURIComponent(safe).replaceAll(/['()*]/g, percent)
  return `attachment; filename="${plain}.${extension}"; filename*=UTF-8''${encoded}.${extension}`
}

/** Without what file systems take for something else, such as separators, and no longer than they hold. */
function fileNameOf(name: string): string {
  const cleaned = name
    .toWellFormed()
    // Control characters, separators, and marks that turn the direction of what follows.
    .replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069/\\:*?"<>|]/gu, "_")
    .replaceAll(/^[. ]+|[. ]+$/g, "")
  return [...cleaned].slice(0, 80).join("") || "data"
}

const percent = (letter: string): string => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`
