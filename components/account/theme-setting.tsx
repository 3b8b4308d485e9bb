"use client"

import { THEME_OPTIONS } from "#components/shell/theme-options.tsx"
import { SegmentedControl } from "#components/ui/segmented-control.tsx"
import { useTheme } from "#lib/browser/use-theme.ts"

export function ThemeSetting() {
  const { preference, setPreference } = useTheme()
  return (
    <SegmentedControl
      label="Theme"
      value={preference}
      onValueChange={setPreference}
      options={THEME_OPTIONS.map(({ value, label, icon }) => ({
        value,
        label: (
          <>
            {icon}
            {label}
          </>
        ),
      }))}
    />
  )
}
