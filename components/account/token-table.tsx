import { LocalTime } from "#components/datasets/local-time.tsx"
import { Badge } from "#components/ui/badge.tsx"
import { Button } from "#components/ui/button.tsx"
import { RelativeTime } from "#components/ui/relative-time.tsx"
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "#components/ui/table.tsx"
import { useNow } from "#lib/browser/use-now.ts"
import type { ApiToken } from "#lib/domain/user.ts"
import { SCOPE_WORDS } from "./scope-words.ts"

export function TokenTable({ tokens, onRevoke }: { tokens: ApiToken[]; onRevoke: (token: ApiToken) => void }) {
  return (
    <Table label="API tokens">
      <TableHead>
        <tr>
          <TableHeader>Name</TableHeader>
          <TableHeader>Scope</TableHeader>
          <TableHeader>Made</TableHeader>
          <TableHeader>Last used</TableHeader>
          <TableHeader>Expires</TableHeader>
          <TableHeader>
            <span className="sr-only">Revoke</span>
          </TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {tokens.map((token) => (
          <TableRow key={token.id}>
            <TableCell className="font-medium">{token.name}</TableCell>
            <TableCell>{SCOPE_WORDS[token.scope].label}</TableCell>
            <TableCell className="whitespace-nowrap text-muted">
              <RelativeTime at={token.createdAt} />
            </TableCell>
            <TableCell className="whitespace-nowrap text-muted">
              {token.lastUsedAt === null ? "never" : <RelativeTime at={token.lastUsedAt} />}
            </TableCell>
            <TableCell className="whitespace-nowrap text-muted">
              <Expiry at={token.expiresAt} />
            </TableCell>
            <TableCell className="text-right">
              <Button variant="danger" size="small" aria-label={`Revoke ${token.name}`} onClick={() => onRevoke(token)}>
                Revoke
              </Button>
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  )
}

function Expiry({ at }: { at: string | null }) {
  const now = useNow()
  if (at === null) return "never"
  return now !== null && Date.parse(at) <= now.getTime() ? (
    <Badge tone="negative">Expired</Badge>
  ) : (
    <LocalTime iso={at} />
  )
}
