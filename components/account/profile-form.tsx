"use client"

import { zodResolver } from "@hookform/resolvers/zod"
import { useRouter } from "next/navigation"
import { useForm } from "react-hook-form"
import { z } from "zod"
import { Button } from "#components/ui/button.tsx"
import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import { notify } from "#components/ui/notify.ts"
import { request } from "#lib/browser/api.ts"
import { dataOf } from "#lib/domain/api.ts"
import { Email, User } from "#lib/domain/user.ts"
import { FormError } from "./form-error.tsx"
import { showFailure } from "./show-failure.ts"

const Profile = z.object({ name: z.string().trim().min(1, "Say what to call you.").max(200), email: Email })

export function ProfileForm({ user }: { user: Pick<User, "name" | "email"> }) {
  const router = useRouter()
  const form = useForm({ resolver: zodResolver(Profile), defaultValues: { name: user.name, email: user.email } })
  const { errors, isSubmitting } = form.formState

  const save = form.handleSubmit(async (profile) => {
    try {
      const { data } = await request(dataOf(User), "/api/me", { method: "PATCH", body: profile })
      form.reset({ name: data.name, email: data.email })
      notify.done("Profile saved.")
      router.refresh()
    } catch (error) {
      showFailure(form.setError, error, ["name", "email"])
    }
  })

  return (
    <form method="post" onSubmit={(event) => void save(event)} className="flex flex-col gap-4">
      <FormError>{errors.root?.message}</FormError>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" error={errors.name?.message}>
          {(control) => <Input {...control} {...form.register("name")} autoComplete="name" />}
        </Field>
        <Field label="E-mail" hint="You sign in with it." error={errors.email?.message}>
          {(control) => <Input {...control} {...form.register("email")} type="email" autoComplete="email" />}
        </Field>
      </div>
      <Button type="submit" className="self-start" pending={isSubmitting}>
        Save profile
      </Button>
    </form>
  )
}
