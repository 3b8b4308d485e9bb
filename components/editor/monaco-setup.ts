/** The editor, served by us, with what Python and SQL need and nothing for other languages. In the browser only. */
import { loader } from "@monaco-editor/react"
import * as monaco from "monaco-editor/editor.js"
import "monaco-editor/features/bracketMatching/register.js"
import "monaco-editor/features/caretOperations/register.js"
import "monaco-editor/features/clipboard/register.js"
import "monaco-editor/features/codeEditor/register.js"
import "monaco-editor/features/codicon/register.js"
import "monaco-editor/features/comment/register.js"
import "monaco-editor/features/contextmenu/register.js"
import "monaco-editor/features/find/register.js"
import "monaco-editor/features/folding/register.js"
import "monaco-editor/features/gotoError/register.js"
import "monaco-editor/features/gotoLine/register.js"
import "monaco-editor/features/hover/register.js"
import "monaco-editor/features/indentation/register.js"
import "monaco-editor/features/linesOperations/register.js"
import "monaco-editor/features/multicursor/register.js"
import "monaco-editor/features/snippet/register.js"
import "monaco-editor/features/suggest/register.js"
import "monaco-editor/features/toggleTabFocusMode/register.js"
import "monaco-editor/features/wordHighlighter/register.js"
import "monaco-editor/features/wordOperations/register.js"
import "monaco-editor/languages/definitions/python/register.js"
import "monaco-editor/languages/definitions/sql/register.js"

globalThis.MonacoEnvironment = {
  // The literal form is what the bundler looks for.
  getWorker: () => new Worker(new URL("monaco-editor/editor/editor.worker.js", import.meta.url), { type: "module" }),
}
loader.config({ monaco })

export { monaco }
