import { split } from 'shlex'
import { items, members, type Part, textOf } from '../part.ts'
import type { Reading } from './reading.ts'

/** A list of texts, where a single text stands for a list of one; null where there is neither. */
export function textsOf(part: Part): readonly string[] | null {
  const text = textOf(part)
  if (text !== null) return [text]
  return Array.isArray(part.value) ? items(part).flatMap((item) => textOf(item) ?? []) : null
}

/**
 * `NAME: value` or `- NAME=value`, both of which compose takes; null is the value of a name that stands alone.
 * Rejects nothing: what is neither is complained of.
 */
export function pairsOf(part: Part, { complain }: Reading): readonly (readonly [string, string | null])[] {
  if (Array.isArray(part.value)) {
    return items(part).flatMap((item) => {
      const [, name, value] = /^([^=]+)(?:=(.*))?$/s.exec(textOf(item) ?? '') ?? []
      if (name === undefined) complain(item, 'NAME=value')
      return name === undefined ? [] : [[name.trim(), value ?? null] as const]
    })
  }
  if (part.value !== undefined && part.value !== null && typeof part.value !== 'object')
    complain(part, 'a map, or a list of NAME=value')
  return members(part).map(([name, { value }]) => [name, typeof value === 'string' ? value : null] as const)
}

/** The words of a command: a list is taken as it is, a text is split as a shell would. null where nothing is said. */
export function commandOf(part: Part, { complain }: Reading): readonly string[] | null {
  if (part.value === undefined || part.value === null) return null
  if (Array.isArray(part.value)) return items(part).map((item) => String(item.value ?? ''))
  if (typeof part.value !== 'string') {
    complain(part, 'a command, as a text or a list of words')
    return null
  }
  try {
    return split(part.value)
  } catch {
    complain(part, 'a command whose quotes are closed')
    return null
  }
}

const SECONDS = { us: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600, d: 86_400 } as const

/** A duration as compose writes it, `1m30s`, in ms; null where nothing is said. */
export function durationOf(part: Part, { complain }: Reading): number | null {
  const text = textOf(part)
  if (text === null) return null
  const pieces = [...text.matchAll(/(\d+(?:\.\d+)?)(us|ms|s|m|h|d)/g)]
  if (pieces.length === 0 || pieces.map(([piece]) => piece).join('') !== text) {
    complain(part, 'a duration such as 5s or 1m30s')
    return null
  }
  return pieces.reduce(
    (sum, [, number, unit]) => sum + 1000 * Number(number) * SECONDS[unit as keyof typeof SECONDS],
    0,
  )
}

/** Whether a switch is on; null where nothing is said. */
export function switchOf(part: Part, { complain }: Reading): boolean | null {
  if (part.value === undefined || part.value === null) return null
  if (part.value === 'true' || part.value === 'false') return part.value === 'true'
  complain(part, 'true or false')
  return null
}
