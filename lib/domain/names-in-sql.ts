/** The words of SQL that may name a table, in lower case, quoted ones too: none from texts and comments. */
export function namesIn(sql: string): Set<string> {
  const bare = sql.replaceAll(/'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\//g, " ")
  return new Set(
    [...bare.matchAll(/"((?:[^"]|"")+)"|[\p{L}_][\p{L}\p{N}_$]*/gu)].map(([word, quoted]) =>
      (quoted ?? word).toLowerCase(),
    ),
  )
}
