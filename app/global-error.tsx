"use client"

/** What is left when even the root layout has failed: no styles, no shell, a way on. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body style={{ fontFamily: "system-ui, sans-serif", maxWidth: "32rem", margin: "20vh auto", padding: "0 1rem" }}>
        <h1 style={{ fontSize: "1.25rem" }}>Cardloom could not draw this page</h1>
        <p>Something went wrong on our side. Nothing you saved is lost.</p>
        <button type="button" onClick={reset}>
          Try again
        </button>
      </body>
    </html>
  )
}
