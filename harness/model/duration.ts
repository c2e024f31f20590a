const UNITS_MS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const

/** What a duration looks like in a spec or on the command line: `300ms`, `5s`, `2m`, `1.5h`. */
export const DURATION_PATTERN = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/

/** What a rate looks like: `20/s`, `600/m`, `3600/h`. */
export const RATE_PATTERN = /^(\d+(?:\.\d+)?)\/(s|m|h)$/

/** A century: nothing lasts longer, and what is added to it stays a number that dates can hold. */
const LONGEST_MS = 1_000_000 * UNITS_MS.h

/** Milliseconds of `300ms`, `5s`, `2m` or `1.5h`; null where the text is no duration, or one beyond 1000000h. */
export function parseDuration(text: string): number | null {
  const [, number, unit] = DURATION_PATTERN.exec(text) ?? []
  if (number === undefined) return null
  const ms = Number(number) * UNITS_MS[unit as keyof typeof UNITS_MS]
  return ms <= LONGEST_MS ? ms : null
}

/** Events per second of `20/s`, `600/m` or `3600/h`; null where the text is no rate. */
export function parseRate(text: string): number | null {
  const [, number, unit] = RATE_PATTERN.exec(text) ?? []
  return number === undefined ? null : Number(number) / (UNITS_MS[unit as keyof typeof UNITS_MS] / 1_000)
}

/** A length of time as a table shows it, so that columns can be compared by eye: `0.3 s`, `31.0 s`, `245.0 s`. */
export function formatSeconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`
}

/** A length of time as a sentence says it: `300 ms`, `5 s`, `1.7 s`, `2 min 5 s`, `1 h 10 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${Number((ms / 1_000).toFixed(1))} s`
  const seconds = Math.round(ms / 1_000)
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)]
  if (hours > 0) return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`
  return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`
}

/** A rate as a sentence says it: `20/s`, `0.5/s`. */
export function formatRate(perSecond: number): string {
  return `${Number(perSecond.toPrecision(3))}/s`
}

/** A count with three figures or so: `812`, `12.5 k`, `1.2 M`. */
export function formatCount(count: number): string {
  return scaled(count, ['', 'k', 'M', 'G'])
}

/** A size in bytes, decimal: `812 B`, `412 MB`, `1.1 GB`. */
export function formatBytes(bytes: number): string {
  return scaled(bytes, ['B', 'kB', 'MB', 'GB', 'TB'])
}

function scaled(value: number, units: readonly string[]): string {
  // 999.5 and more would round to 1000 of the smaller unit.
  let exponent = 0
  while (value >= 999.5 && exponent < units.length - 1) {
    value /= 1_000
    exponent++
  }
  const digits = exponent === 0 || value >= 99.95 ? value.toFixed(0) : value.toFixed(1)
  return `${digits} ${units[exponent]}`.trim()
}
