/** Hands the reader a file made in the page. */
export function download(filename: string, url: string): void {
  const link = document.createElement("a")
  link.href = url
  link.download = filename
  link.click()
}

export function downloadText(filename: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  download(filename, url)
  // The download has begun by the time timers run.
  setTimeout(() => URL.revokeObjectURL(url), 0)
}

/** A card's name as a file's: letters of any script, digits and dashes. */
export const fileNameOf = (title: string, extension: string): string =>
  `${
    title
      .normalize("NFC")
      .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
      .replaceAll(/^-|-$/g, "") || "card"
  }.${extension}`
