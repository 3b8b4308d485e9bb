import { Check } from "lucide-react"
import { classNames } from "#components/ui/class-names.ts"
import { LinkButton } from "#components/ui/link-button.tsx"

type FirstStepsProps = { hasDataset: boolean; hasCard: boolean }

/** What someone new does first, and how far they are. */
export function FirstSteps({ hasDataset, hasCard }: FirstStepsProps) {
  const steps = [
    {
      title: "Bring data",
      text: "Import a CSV. Cardloom reads it exactly, or tells you the line it can't.",
      action: { href: "/datasets/new", label: "Import dataset" },
      done: hasDataset,
    },
    {
      title: "Write a card",
      text: "A few lines of Python or SQL: from your data to a chart, a table or a number.",
      action: { href: "/cards/new", label: "New card" },
      done: hasCard,
    },
    {
      title: "Put it on a dashboard",
      text: "Arrange cards on a grid. Filters at the top re-run all of them at once.",
      action: { href: "/dashboards/new", label: "New dashboard" },
      done: false,
    },
  ]
  const nextIndex = steps.findIndex(({ done }) => !done)
  return (
    <section aria-labelledby="first-steps" className="max-w-2xl">
      <h2 id="first-steps" className="text-14 font-semibold">
        From a file to a dashboard in three steps
      </h2>
      <ol className="mt-3 rounded-panel border">
        {steps.map(({ title, text, action, done }, index) => (
          <li key={title} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b p-4 last:border-b-0">
            <span
              aria-hidden
              className={classNames(
                "flex size-6 shrink-0 items-center justify-center rounded-full border text-12 font-medium tabular",
                index === nextIndex ? "border-accent bg-accent text-on-accent" : "text-muted",
                done && "border-transparent bg-positive-soft text-positive",
              )}
            >
              {done ? <Check className="size-3.5" /> : index + 1}
            </span>
            <div className="min-w-0 flex-1 basis-52">
              <h3 className="font-medium">
                {title}
                {done && <span className="sr-only"> (done)</span>}
              </h3>
              <p className="text-muted">{text}</p>
            </div>
            <LinkButton
              className="max-sm:ml-10"
              href={action.href}
              variant={index === nextIndex ? "primary" : "secondary"}
            >
              {action.label}
            </LinkButton>
          </li>
        ))}
      </ol>
    </section>
  )
}
