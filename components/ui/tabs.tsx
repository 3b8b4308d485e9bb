"use client"

import { Tabs as Radix } from "radix-ui"
import type { ReactNode } from "react"
import { classNames } from "./class-names.ts"

type TabsProps<Value extends string> = {
  label: string
  value: Value
  onValueChange: (value: Value) => void
  tabs: readonly { value: Value; label: ReactNode }[]
  className?: string
  /** TabPanels. */
  children: ReactNode
}

export function Tabs<Value extends string>({
  label,
  value,
  onValueChange,
  tabs,
  className,
  children,
}: TabsProps<Value>) {
  const choose = (chosen: string) => {
    const tab = tabs.find((candidate) => candidate.value === chosen)
    if (tab) onValueChange(tab.value)
  }
  return (
    <Radix.Root value={value} onValueChange={choose} className={classNames("flex min-h-0 flex-col", className)}>
      <Radix.List aria-label={label} className="flex shrink-0 gap-4 overflow-x-auto border-b">
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className="-mb-px touch-target h-9 shrink-0 border-b-2 border-transparent text-13 font-medium text-muted outline-offset-[-2px] hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink"
          >
            {tab.label}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {children}
    </Radix.Root>
  )
}

/** `keepMounted` keeps the hidden panel alive, for editors and frames. */
export function TabPanel({
  value,
  keepMounted,
  className,
  children,
}: {
  value: string
  keepMounted?: boolean
  className?: string
  children: ReactNode
}) {
  return (
    <Radix.Content
      value={value}
      {...(keepMounted ? { forceMount: true as const } : {})}
      className={classNames("min-h-0 flex-1 data-[state=inactive]:hidden", className)}
    >
      {children}
    </Radix.Content>
  )
}
