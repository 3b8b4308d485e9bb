/** `2024_orders-final.csv.gz` → `2024 orders final`. */
export function nameOfFile(filename: string): string {
  const words = filename
    .replace(/\.gz$/i, "")
    .replace(/\.(?:csv|tsv|txt|parquet)$/i, "")
    .replaceAll(/[_-]+|\s+/g, " ")
    .trim()
  return words.slice(0, 200) || filename.slice(0, 200)
}

/** Why a file can't be an import, as far as its name and size tell; null when it may be. */
export function fileProblem(file: Pick<File, "name" | "size">): string | null {
  if (file.size === 0) return `${file.name} is empty.`
  if (/\.(?:xlsx?|ods|numbers)$/i.test(file.name))
    return `${file.name} is a spreadsheet. Save it as CSV, then choose that file.`
  if (/\.(?:zip|rar|7z|pdf|png|jpe?g|docx?)$/i.test(file.name))
    return `${file.name} is not a table of text. Choose a .csv, .tsv, .txt or .parquet file, or one of them as .gz.`
  return null
}
