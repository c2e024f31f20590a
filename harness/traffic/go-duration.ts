const UNITS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
  us: 0.001,
  µs: 0.001,
  ns: 0.000_001,
}

/** `1m30s` → 90000: durations as k6 prints them. A bare number is milliseconds; null where it is neither. */
export function goDurationMs(text: unknown): number | null {
  if (typeof text === 'number') return text
  if (typeof text !== 'string' || !/^(\d+(\.\d+)?(h|ms|m|s|us|µs|ns))+$/.test(text)) return null
  let sum = 0
  for (const [, value, unit] of text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)/g)) {
    sum += Number(value) * (UNITS[unit ?? ''] ?? 0)
  }
  return sum
}
