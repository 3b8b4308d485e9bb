"use client"

import { useState } from "react"
import { Button } from "#components/ui/button.tsx"
import { Select } from "#components/ui/select.tsx"
import { errorMessage } from "#lib/browser/error-message.ts"
import type { SharedThing } from "#lib/browser/use-shares.ts"
import type { GrantRole, Principal } from "#lib/domain/grant.ts"
import { PrincipalPicker, type ChosenPrincipal } from "./principal-picker.tsx"
import { ROLE_OPTIONS } from "./role-options.ts"
import { WideningWarning } from "./widening-warning.tsx"

type AddShareProps = {
  thing: SharedThing
  leftOut: readonly string[]
  onAdd: (principal: Principal, role: GrantRole) => Promise<unknown>
}

/** Chooses somebody, says what that would show them, and shares. */
export function AddShare({ thing, leftOut, onAdd }: AddShareProps) {
  const [chosen, setChosen] = useState<ChosenPrincipal | null>(null)
  const [role, setRole] = useState<GrantRole>("viewer")
  const [state, setState] = useState<"idle" | "pending" | { failed: string }>("idle")
  const isDashboard = thing.kind === "dashboard"
  const add = async () => {
    if (!chosen) return
    setState("pending")
    try {
      await onAdd(chosen.principal, role)
      setChosen(null)
      setState("idle")
    } catch (error) {
      setState({ failed: errorMessage(error) })
    }
  }
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <div className="w-full sm:w-auto sm:min-w-48 sm:flex-1">
          <PrincipalPicker
            label="Share with"
            chosen={chosen}
            onChoose={(next) => {
              setChosen(next)
              setState("idle")
            }}
            withGroups
            withEveryone={!isDashboard}
            leftOut={leftOut}
          />
        </div>
        {isDashboard && (
          <Select aria-label="Role" options={ROLE_OPTIONS} value={role} onValueChange={setRole} className="w-28" />
        )}
        <Button variant="primary" disabled={!chosen} pending={state === "pending"} onClick={() => void add()}>
          Share
        </Button>
      </div>
      {isDashboard && chosen && <WideningWarning thing={thing} chosen={chosen} />}
      {typeof state === "object" && (
        <p role="alert" className="text-12 text-negative">
          {state.failed}
        </p>
      )}
    </div>
  )
}
