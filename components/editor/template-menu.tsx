"use client"

import { Shapes } from "lucide-react"
import { Button } from "#components/ui/button.tsx"
import { DropdownMenu, MenuItem, MenuLabel } from "#components/ui/dropdown-menu.tsx"
import type { CodeTemplate } from "./code-template.ts"

type TemplateMenuProps<Template extends CodeTemplate> = {
  templates: readonly Template[]
  onChoose: (template: Template) => void
}

/** First drafts, written for the columns at hand. */
export function TemplateMenu<Template extends CodeTemplate>({ templates, onChoose }: TemplateMenuProps<Template>) {
  return (
    <DropdownMenu
      align="start"
      trigger={
        <Button variant="quiet" size="small">
          <Shapes aria-hidden />
          <span className="@max-xs:sr-only">Templates</span>
        </Button>
      }
    >
      <MenuLabel>Replace the code by</MenuLabel>
      {templates.map((template) => (
        <MenuItem key={template.id} onSelect={() => onChoose(template)}>
          {template.name} <span className="text-12 text-muted">{template.description}</span>
        </MenuItem>
      ))}
    </DropdownMenu>
  )
}
