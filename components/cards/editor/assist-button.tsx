import { Sparkles } from "lucide-react"
import { Button } from "#components/ui/button.tsx"

/** Opens the dialog in which one says what the card is to show. */
export function AssistButton({ onClick }: { onClick: () => void }) {
  return (
    <Button variant="quiet" size="small" aria-label="Describe what you want" onClick={onClick}>
      <Sparkles aria-hidden />
      <span>
        Describe<span className="@max-sm:hidden"> what you want</span>
      </span>
    </Button>
  )
}
