import type { SelectOption } from "#components/ui/select.tsx"
import type { GrantRole } from "#lib/domain/grant.ts"

/** What somebody may be on a dashboard, in the dialog's words. */
export const ROLE_OPTIONS: readonly SelectOption<GrantRole>[] = [
  { value: "viewer", label: "Viewer", hint: "looks and filters" },
  { value: "editor", label: "Editor", hint: "changes tiles, filters, shared views" },
  { value: "owner", label: "Owner", hint: "also shares and deletes" },
]
