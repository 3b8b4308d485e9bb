"use client"

import { useState } from "react"
import { Combobox, type ComboboxOption } from "#components/ui/combobox.tsx"
import { usePeople } from "#lib/browser/use-people.ts"
import { principalKey, type Principal } from "#lib/domain/grant.ts"

/** Somebody chosen, with what to call them. */
export type ChosenPrincipal = { principal: Principal; name: string }

type PrincipalPickerProps = {
  label: string
  chosen: ChosenPrincipal | null
  onChoose: (chosen: ChosenPrincipal) => void
  withGroups?: boolean
  withEveryone?: boolean
  /** Keys of whom there is no point in choosing. */
  leftOut?: readonly string[]
}

/** People, groups and everyone, found by typing. */
export function PrincipalPicker({
  label,
  chosen,
  onChoose,
  withGroups = false,
  withEveryone = false,
  leftOut = [],
}: PrincipalPickerProps) {
  const [search, setSearch] = useState("")
  const found = usePeople(search, { withGroups })
  const everyone: Choice = { principal: { type: "everyone" }, name: "Everyone", hint: "whoever has an account" }
  const matching = [
    ...(withEveryone && "everyone".includes(search.trim().toLowerCase()) ? [everyone] : []),
    ...(found.data?.groups ?? []).map(({ id, name, memberCount }): Choice => ({
      principal: { type: "group", groupId: id },
      name,
      hint: `group of ${memberCount}`,
    })),
    ...(found.data?.people ?? []).map(({ id, name, email }): Choice => ({
      principal: { type: "user", userId: id },
      name,
      hint: email,
    })),
  ].filter(({ principal }) => !leftOut.includes(principalKey(principal)))
  // Whoever is chosen stays shown, whatever is searched next.
  const all = chosen && !matching.some((choice) => isSame(choice, chosen)) ? [...matching, chosen] : matching
  return (
    <Combobox
      label={label}
      placeholder={withGroups ? "Choose a person or group…" : "Choose a person…"}
      searchPlaceholder="Name or e-mail"
      emptyText={found.error ? "The people could not be read. Try again in a moment." : "Nobody matches."}
      options={all.map(optionOf)}
      value={chosen ? principalKey(chosen.principal) : undefined}
      onSearchChange={setSearch}
      loading={found.isPending}
      onValueChange={(key) => {
        const choice = all.find(({ principal }) => principalKey(principal) === key)
        if (choice) onChoose({ principal: choice.principal, name: choice.name })
      }}
    />
  )
}

type Choice = ChosenPrincipal & { hint?: string }

const optionOf = ({ principal, name, hint }: Choice): ComboboxOption<string> => ({
  value: principalKey(principal),
  label: name,
  ...(hint === undefined ? {} : { hint }),
})

const isSame = (a: ChosenPrincipal, b: ChosenPrincipal): boolean =>
  principalKey(a.principal) === principalKey(b.principal)
