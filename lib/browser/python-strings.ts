/** Python source taken apart far enough to tell its strings and comments from its code. */
export type PythonPieces = {
  /** The source with strings emptied to "" and comments removed; line breaks stay. */
  code: string
  /** Each string's text, and how the code right before it ends. */
  strings: { text: string; before: string }[]
}

const PIECE =
  /#[^\n]*|(?<prefix>[rRbBuUfF]{0,2})(?:"""(?<double3>(?:\\[^]|(?!""")[^])*)"""|'''(?<single3>(?:\\[^]|(?!''')[^])*)'''|"(?<double>(?:\\[^]|[^"\\\n])*)"|'(?<single>(?:\\[^]|[^'\\\n])*)')/g
const BEFORE_CHARACTERS = 60

export function splitPython(source: string): PythonPieces {
  const strings: PythonPieces["strings"] = []
  let code = ""
  let from = 0
  for (const piece of source.matchAll(PIECE)) {
    code += source.slice(from, piece.index)
    from = piece.index + piece[0].length
    if (piece[0].startsWith("#")) continue
    const { prefix = "", double3, single3, double, single } = piece.groups ?? {}
    const text = double3 ?? single3 ?? double ?? single ?? ""
    strings.push({ text: unescape(text), before: code.slice(-BEFORE_CHARACTERS) })
    code += '""'
    if (!/f/i.test(prefix)) continue
    // An f-string holds code of its own between its braces.
    for (const [, inner = ""] of text.matchAll(/\{([^{}]+)\}/g)) {
      const within = splitPython(inner)
      strings.push(...within.strings)
      code += ` ${within.code}`
    }
  }
  return { code: code + source.slice(from), strings }
}

const ESCAPED: Record<string, string> = { n: "\n", t: "\t", r: "\r", "\n": "" }

function unescape(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([^]))/g, (_, unicode, byte, other) => {
    if (other !== undefined) return ESCAPED[other] ?? other
    return String.fromCharCode(Number.parseInt(unicode ?? byte, 16))
  })
}
