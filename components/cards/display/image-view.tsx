type ImageViewProps = { title: string; image: { kind: "svg"; markup: string } | { kind: "png"; base64: string } }

/** A drawing as an image: SVG inside <img> cannot run anything, as it could inline. */
export function ImageView({ title, image }: ImageViewProps) {
  return (
    <div className="flex size-full items-center justify-center overflow-hidden p-2">
      {/* Drawings of cards are made for white paper. */}
      <img
        src={imageUrl(image)}
        alt={title}
        className="max-h-full max-w-full rounded-control bg-white object-contain"
      />
    </div>
  )
}

/** The picture as a data URL. */
export const imageUrl = (image: ImageViewProps["image"]): string =>
  image.kind === "svg"
    ? `data:image/svg+xml;charset=utf-8,${encodeURIComponent(image.markup)}`
    : `data:image/png;base64,${image.base64}`
