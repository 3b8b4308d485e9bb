import { RotateCw } from "lucide-react"
import { Button } from "#components/ui/button.tsx"
import type { ChatNotice } from "#lib/domain/chat.ts"

/** What asking again would not change. */
const FINAL: readonly ChatNotice["code"][] = ["access_lost"]

/** Why an answer is not whole, or is none; and a way to ask once more where that may help. */
export function AnswerNotice({ notice, onAgain }: { notice: ChatNotice; onAgain: (() => void) | null }) {
  return (
    <div className="flex flex-col gap-2 rounded-control bg-warning-soft px-3 py-2">
      <p>{notice.message}</p>
      {onAgain && !FINAL.includes(notice.code) && (
        <Button size="small" className="self-start" onClick={onAgain}>
          <RotateCw aria-hidden />
          Try again
        </Button>
      )}
    </div>
  )
}
