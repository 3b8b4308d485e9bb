import { defaultFilter } from "cmdk"

/** For cmdk: searches an option's words, each by itself, and never its value, which may be an id. */
export const matchLabel = (_value: string, search: string, words: string[] = []): number =>
  Math.max(0, ...words.map((word) => defaultFilter(word, search)))
