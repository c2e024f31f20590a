import type { Place } from '../model/facts-of-trials.ts'
import { splitStatements } from './split.ts'

/** A file as the operator named it, and what is in it. */
export interface NamedText {
  readonly name: string
  readonly text: string
}

/**
 * Where statements come from that somebody was seen to send: by their text, white space and the last semicolon aside.
 * Of statements that are alike the first counts. Texts that the parser refuses know no places.
 */
export function placesOf(files: readonly NamedText[]): (sql: string) => Place | null {
  const places = new Map<string, Place>()
  for (const { name, text } of files) {
    for (const statement of splitStatements(text)) {
      const known = fold(statement.text)
      if (!places.has(known)) places.set(known, { file: name, line: statement.line })
    }
  }
  return (sql) => places.get(fold(sql)) ?? null
}

const LEADING = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/

function fold(sql: string): string {
  return sql
    .replace(LEADING, '')
    .replace(/[\s;]+$/, '')
    .replace(/\s+/g, ' ')
}
