import { Sparkles } from "lucide-react"
import { Button } from "#components/ui/button.tsx"

/** Opens the dialog in which one says what the card is to show. */
export function AssistButton({ onClick }: { onClick: () => void }) {
  return (
    <Button variant="quiet" size="small" onClick={onClick}>
      <Sparkles aria-hidden />
      Describe what you want
    </Button>
  )
}
