import { JsonObject } from "#lib/domain/json.ts"

type ParsedParams = { ok: true; params: JsonObject } | { ok: false; message: string }

/** Params as they are typed. */
export const paramsTextOf = (params: JsonObject): string =>
  Object.keys(params).length === 0 ? "{}" : JSON.stringify(params, null, 2)

/** Nothing typed means no params. */
export function parseParams(text: string): ParsedParams {
  if (text.trim() === "") return { ok: true, params: {} }
  try {
    const parsed = JsonObject.safeParse(JSON.parse(text))
    return parsed.success
      ? { ok: true, params: parsed.data }
      : { ok: false, message: 'Params must be a JSON object, such as {"top": 10}.' }
  } catch (error) {
    return { ok: false, message: `This is not JSON: ${error instanceof Error ? error.message : "it cannot be read"}` }
  }
}
