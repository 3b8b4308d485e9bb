import type { TokenScope } from "#lib/domain/user.ts"

/** What a token's scope is called, and lets it do. */
export const SCOPE_WORDS: Record<TokenScope, { label: string; hint: string }> = {
  read: { label: "Read", hint: "Looks at what you may see, and changes nothing" },
  write: { label: "Write", hint: "Makes and changes things, as a member may" },
  admin: { label: "Admin", hint: "All you may do as an admin: people, groups, the audit log, everybody's things" },
}
