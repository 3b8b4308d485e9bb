/** What the page may ask of the code editor. */
export type CodeEditorHandle = {
  /** At the cursor, in place of what is selected. */
  insert: (text: string) => void
  /** Puts the cursor on a line, counted from 1. */
  goTo: (line: number) => void
}

export type CodeProblem = { line: number; message: string }
