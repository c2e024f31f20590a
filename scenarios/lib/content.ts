/**
 * The text of one field of a write, of which a hash is kept; dots lead to fields within. null where it is not told. The
 * audit spells what a column holds in the ways a client may have written it, and looks for the same hash.
 */
export function spellContent(content: Readonly<Record<string, unknown>>, field: string): string | null {
  const value = field.split('.').reduce<unknown>((inner, key) => (isMap(inner) ? inner[key] : undefined), content)
  return value === undefined ? null : spell(value)
}

/** No text is empty and absent at once: null has a spelling that no text has. */
export function spell(value: unknown): string {
  if (value === null) return '\u0000null'
  return typeof value === 'object' ? JSON.stringify(sorted(value)) : String(value)
}

/** With the keys of each map in order, since JSON knows no order of its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isMap(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  )
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
