import { LocalTime } from "#components/datasets/local-time.tsx"
import type { DatasetId } from "#lib/domain/ids.ts"
import type { Run } from "#lib/domain/run.ts"

/** Why a transform ran. */
export function RunCause({ run, nameOf }: { run: Run; nameOf: (id: DatasetId) => string | undefined }) {
  const { cause } = run
  switch (cause?.type) {
    case "schedule":
      return (
        <>
          due <LocalTime iso={cause.instant} withTime />
        </>
      )
    case "input_change":
      return <>{`${nameOf(cause.datasetId) ?? "an input"} changed`}</>
    case "manual":
    case undefined:
      return <>by hand</>
  }
}
