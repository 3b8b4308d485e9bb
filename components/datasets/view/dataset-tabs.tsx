import Link from "next/link"
import { classNames } from "#components/ui/class-names.ts"
import type { DatasetId } from "#lib/domain/ids.ts"
import type { DatasetTab } from "./dataset-tab.ts"

const WORDS: Record<DatasetTab, string> = {
  data: "Data",
  columns: "Columns",
  versions: "Versions",
  lineage: "Lineage",
  usage: "Used by",
  about: "About",
}

type DatasetTabsProps = { datasetId: DatasetId; current: DatasetTab; tabs: readonly DatasetTab[] }

/** The parts of a dataset's page, each with an address of its own. */
export function DatasetTabs({ datasetId, current, tabs }: DatasetTabsProps) {
  return (
    <nav aria-label="Parts of the dataset" className="-mb-px flex gap-1 overflow-x-auto border-b">
      {tabs.map((tab) => (
        <Link
          key={tab}
          href={tab === "data" ? `/datasets/${datasetId}` : `/datasets/${datasetId}?tab=${tab}`}
          aria-current={tab === current ? "page" : undefined}
          scroll={false}
          className={classNames(
            "touch-target flex h-9 shrink-0 items-center border-b-2 px-3 font-medium focus-visible:outline-offset-[-2px]",
            tab === current ? "border-accent text-ink" : "border-transparent text-muted hover:text-ink",
          )}
        >
          {WORDS[tab]}
        </Link>
      ))}
    </nav>
  )
}
