const SCALE = 2

/** A picture's data URL as a PNG data URL, drawn on `background` at twice its size. */
export async function pictureToPng(dataUrl: string, background: string): Promise<string> {
  const image = new Image()
  image.src = dataUrl
  await image.decode()
  const canvas = document.createElement("canvas")
  canvas.width = Math.max(1, image.naturalWidth) * SCALE
  canvas.height = Math.max(1, image.naturalHeight) * SCALE
  const context = canvas.getContext("2d")
  if (!context) throw new Error("The browser could not draw the picture.")
  context.fillStyle = background
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(image, 0, 0, canvas.width, canvas.height)
  return canvas.toDataURL("image/png")
}
