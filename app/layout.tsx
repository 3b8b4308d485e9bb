import "@fontsource-variable/inter/opsz.css"
import "./globals.css"
import type { Metadata, Viewport } from "next"
import { cookies, headers } from "next/headers"
import { NuqsAdapter } from "nuqs/adapters/next/app"
import type { ReactNode } from "react"
import { QueryProvider } from "#components/shell/query-provider.tsx"
import { Toaster } from "#components/ui/toaster.tsx"
import { TooltipProvider } from "#components/ui/tooltip.tsx"
import { embedThemeOf, THEME_COOKIE, themePreferenceOf } from "#lib/browser/theme-preference.ts"

export const metadata: Metadata = {
  title: { default: "Cardloom", template: "%s · Cardloom" },
  description: "Dashboards of cards written in code",
  icons: { icon: "/icon.svg" },
  // A dashboard's address may hold filter values; it is nobody else's business.
  referrer: "same-origin",
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#ffffff" },
    { media: "(prefers-color-scheme: dark)", color: "#15171c" },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const path = (await headers()).get("x-cardloom-path") ?? "/"
  const theme = embedThemeOf(path) ?? themePreferenceOf((await cookies()).get(THEME_COOKIE)?.value)
  return (
    <html lang="en" data-theme={theme}>
      <body>
        <NuqsAdapter>
          <QueryProvider>
            <TooltipProvider delayDuration={400}>{children}</TooltipProvider>
          </QueryProvider>
        </NuqsAdapter>
        <Toaster />
      </body>
    </html>
  )
}
