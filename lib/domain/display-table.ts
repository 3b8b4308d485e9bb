import { z } from "zod"
import type { Cell, Column } from "./column.ts"
import type { MimeBundle } from "./display.ts"

export type DisplayTable = { columns: Column[]; rows: unknown[][]; rowCount: number; text: string }

const MAX_TEXT_CHARACTERS = 4000

const TypedArray = z.object({ dtype: z.string(), bdata: z.string() })
const Values = z.union([z.array(z.unknown()), TypedArray])
const Trace = z.object({
  name: z.string().optional(),
  x: Values.optional(),
  y: Values.optional(),
  labels: Values.optional(),
  values: Values.optional(),
})
const Datasets = z.record(z.string(), z.array(z.record(z.string(), z.unknown())))

/** What a card shows, as a table and text, for whoever cannot look: of a figure the points it draws. */
export function displayTable(display: MimeBundle): DisplayTable {
  const table = display["application/vnd.dataresource+json"]
  if (table) return { ...table, rowCount: table.totalRows, text: "" }
  const kpi = display["application/vnd.cardloom.kpi+json"]
  if (kpi)
    return ofRows([{ label: kpi.label ?? "value", value: kpi.value, ...(kpi.delta != null && { delta: kpi.delta }) }])
  const plotly = display["application/vnd.plotly.v1+json"]
  if (plotly) return { ...ofRows(plotlyRows(plotly["data"])), text: titleOf(plotly["layout"]) }
  const vega = Datasets.safeParse(display["application/vnd.vegalite.v5+json"]?.["datasets"])
  if (vega.success) return ofRows(Object.values(vega.data).flat())
  const html = display["text/html"]
  const text = display["text/markdown"] ?? (html === undefined ? display["text/plain"] : textOfHtml(html)) ?? ""
  return { columns: [], rows: [], rowCount: 0, text: text.slice(0, MAX_TEXT_CHARACTERS) }
}

function ofRows(records: readonly Record<string, unknown>[]): DisplayTable {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))]
  const columns = names.map((name): Column => {
    const isNumber = records.every((record) => record[name] == null || typeof record[name] === "number")
    return { name, type: isNumber ? "double" : "string" }
  })
  return {
    columns,
    rows: records.map((record) => names.map((name) => record[name] ?? null)),
    rowCount: records.length,
    text: "",
  }
}

function plotlyRows(data: unknown): Record<string, unknown>[] {
  const traces = z.array(Trace).safeParse(data)
  if (!traces.success) return []
  return traces.data.flatMap((trace) => {
    const xs = valuesOf(trace.x ?? trace.labels)
    const ys = valuesOf(trace.y ?? trace.values)
    return Array.from({ length: Math.max(xs.length, ys.length) }, (_, index) => ({
      ...(traces.data.length > 1 && { series: trace.name ?? "" }),
      x: xs[index] ?? null,
      y: ys[index] ?? null,
    }))
  })
}

const READERS: Record<string, { bytes: number; read: (view: DataView, at: number) => number }> = {
  f8: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
  f4: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  i4: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  u4: { bytes: 4, read: (view, at) => view.getUint32(at, true) },
  i2: { bytes: 2, read: (view, at) => view.getInt16(at, true) },
  u2: { bytes: 2, read: (view, at) => view.getUint16(at, true) },
  i1: { bytes: 1, read: (view, at) => view.getInt8(at) },
  u1: { bytes: 1, read: (view, at) => view.getUint8(at) },
}

/** Plotly sends arrays of numbers as base64. */
function valuesOf(values: z.infer<typeof Values> | undefined): unknown[] {
  if (values === undefined || Array.isArray(values)) return values ?? []
  const reader = READERS[values.dtype]
  if (!reader) return []
  const bytes = Uint8Array.from(atob(values.bdata), (character) => character.charCodeAt(0))
  const view = new DataView(bytes.buffer)
  return Array.from({ length: Math.floor(bytes.length / reader.bytes) }, (_, index): Cell => {
    const value = reader.read(view, index * reader.bytes)
    return Number.isFinite(value) ? value : null
  })
}

function titleOf(layout: unknown): string {
  const title = z.object({ title: z.union([z.string(), z.object({ text: z.string() })]) }).safeParse(layout)
  if (!title.success) return ""
  return typeof title.data.title === "string" ? title.data.title : title.data.title.text
}

const textOfHtml = (html: string): string =>
  html
    .replaceAll(/<(script|style)\b[\s\S]*?<\/\1\s*>/gi, " ")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll("&nbsp;", " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .replaceAll(/\s+/g, " ")
    .trim()
