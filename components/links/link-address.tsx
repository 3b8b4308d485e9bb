"use client"

import { CopyField } from "#components/account/copy-field.tsx"
import { Button } from "#components/ui/button.tsx"
import type { ShareLinkWithUrl } from "#lib/domain/share-link.ts"

/** A link's addresses, which are shown this once. */
export function LinkAddress({ link, onDone }: { link: ShareLinkWithUrl; onDone: () => void }) {
  const script = new URL("/embed.js", link.embedUrl).href
  return (
    <div className="flex flex-col gap-4">
      <p>
        Copy what you need now: the address is kept nowhere and can’t be shown again. Whoever has it can open the
        dashboard.
      </p>
      <CopyField label="Address" value={link.url} />
      <CopyField
        label="To embed it"
        value={`<script src="${script}" async></script>\n<div data-cardloom-embed="${link.embedUrl}"></div>`}
      />
      {link.allowedOrigins.length === 0 && (
        <p className="text-12 text-muted">No site may embed it yet: name the sites in the link’s settings.</p>
      )}
      <Button variant="primary" className="self-end" onClick={onDone}>
        Done
      </Button>
    </div>
  )
}
