import { InvalidArgumentError } from 'commander'
import { parseDuration } from './model/duration.ts'

// What people type → what commands take. Each throws commander's own error, which names the option.

/** `20s`, in milliseconds. */
export function duration(text: string): number {
  const ms = parseDuration(text)
  if (ms === null || ms <= 0) throw new InvalidArgumentError(`expected a duration such as 20s or 2m, found "${text}".`)
  return ms
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError(`expected a whole number, found "${text}".`)
  return Number(text)
}

/** All that an option was given, where it may be given again. */
export function gather(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text]
}

/** `200000`, `200k`, `1.5M`. */
export function rowCount(text: string): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([kM]?)$/.exec(text) ?? []
  const rows = Number(number) * { '': 1, k: 1_000, M: 1_000_000 }[unit as '' | 'k' | 'M']
  if (number !== '' && Number.isInteger(rows) && rows > 0) return rows
  throw new InvalidArgumentError(`expected a number of rows such as 200k or 1M, found "${text}".`)
}

/** A major version that a scratch server can have. */
export function postgresVersion(text: string): 16 | 17 | 18 {
  const version = Number(text)
  if (version === 16 || version === 17 || version === 18) return version
  throw new InvalidArgumentError(`expected 16, 17 or 18, found "${text}".`)
}
