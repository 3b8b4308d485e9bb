"use client"

import { Field } from "#components/ui/field.tsx"
import { Input } from "#components/ui/input.tsx"
import type { ImportOptions, Inspection } from "#lib/domain/job-contract.ts"
import { AutoSelect } from "./auto-select.tsx"
import {
  DATE_ORDER_OPTIONS,
  dateOrderWords,
  DECIMAL_OPTIONS,
  decimalWords,
  DELIMITER_OPTIONS,
  delimiterWords,
  ENCODING_OPTIONS,
  encodingWords,
  headerWords,
} from "./dialect-words.ts"
import { NullTokensField } from "./null-tokens-field.tsx"
import { SortField } from "./sort-field.tsx"

type ReadingSettingsProps = {
  options: ImportOptions
  inspection: Inspection | null
  onChange: (change: Partial<ImportOptions>) => void
}

const MAX_SKIPPED_LINES = 1000

/** How the file is read: what was found, each changeable. */
export function ReadingSettings({ options, inspection, onChange }: ReadingSettingsProps) {
  const dialect = inspection?.dialect ?? null
  if (inspection?.format === "parquet") {
    return (
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        <SortField value={options.sortBy} inspection={inspection} onChange={(sortBy) => onChange({ sortBy })} />
      </div>
    )
  }
  const delimiters = DELIMITER_OPTIONS.some(({ value }) => value === options.delimiter)
    ? DELIMITER_OPTIONS
    : [
        ...DELIMITER_OPTIONS,
        ...(options.delimiter ? [{ value: options.delimiter, label: `“${options.delimiter}”` }] : []),
      ]
  return (
    <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-4">
      <AutoSelect
        label="Encoding"
        value={options.encoding}
        found={dialect && encodingWords(dialect.encoding)}
        options={ENCODING_OPTIONS}
        onChange={(encoding) => onChange({ encoding })}
      />
      <AutoSelect
        label="Between fields"
        value={options.delimiter}
        found={dialect && delimiterWords(dialect.delimiter)}
        options={delimiters}
        onChange={(delimiter) => onChange({ delimiter })}
      />
      <AutoSelect
        label="Names of columns"
        value={options.header === undefined ? undefined : options.header ? "yes" : "no"}
        found={inspection && headerWords(inspection)}
        options={[
          { value: "yes", label: "In the file" },
          { value: "no", label: "None in the file" },
        ]}
        onChange={(header) => onChange({ header: header === undefined ? undefined : header === "yes" })}
      />
      <Field label="Lines left out above">
        {(control) => (
          <Input
            {...control}
            type="number"
            inputMode="numeric"
            min={0}
            max={MAX_SKIPPED_LINES}
            value={options.skipLines ?? ""}
            placeholder={dialect ? String(dialect.skipLines) : "0"}
            onChange={({ target }) => {
              const lines = Number.parseInt(target.value, 10)
              onChange({ skipLines: lines >= 0 && lines <= MAX_SKIPPED_LINES ? lines : undefined })
            }}
          />
        )}
      </Field>
      <AutoSelect
        label="Decimal mark"
        value={options.decimal}
        found={dialect && decimalWords(dialect.decimal)}
        options={DECIMAL_OPTIONS}
        onChange={(decimal) => onChange({ decimal })}
      />
      <AutoSelect
        label="Dates like 1/2/2024"
        value={options.dateOrder}
        found={dialect && (dialect.dateOrder ? dateOrderWords(dialect.dateOrder) : "None")}
        options={DATE_ORDER_OPTIONS}
        onChange={(dateOrder) => onChange({ dateOrder })}
      />
      <NullTokensField
        value={options.nullTokens}
        found={dialect && dialect.nullTokens}
        onChange={(nullTokens) => onChange({ nullTokens })}
      />
      <SortField value={options.sortBy} inspection={inspection} onChange={(sortBy) => onChange({ sortBy })} />
    </div>
  )
}
