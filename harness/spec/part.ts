import type { Path } from './complaint.ts'

/**
 * A part of a spec whose shape is not known to be right. Reading it never fails: what is not there, or is something
 * else, is no text, no list and no map. So what a spec means can be judged beside what is wrong with its shape.
 */
export interface Part {
  readonly path: Path
  readonly value: unknown
}

/** The part beneath the given keys. */
export function under(part: Part, ...keys: readonly string[]): Part {
  return keys.reduce<Part>(({ path, value }, key) => {
    const inner = isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined
    return { path: [...path, key], value: inner }
  }, part)
}

/** The parts of a map, with their keys. */
export function members({ path, value }: Part): readonly (readonly [string, Part])[] {
  if (!isMap(value)) return []
  return Object.entries(value).map(([key, inner]) => [key, { path: [...path, key], value: inner }])
}

/** The parts of a list. */
export function items({ path, value }: Part): readonly Part[] {
  return Array.isArray(value) ? value.map((inner: unknown, index) => ({ path: [...path, index], value: inner })) : []
}

/** The text of a part; null where it is none. */
export function textOf({ value }: Part): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

export function isThere({ value }: Part): boolean {
  return value !== undefined && value !== null
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
