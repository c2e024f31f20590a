import { formatDuration } from '../model/duration.ts'
import type { Finding, Severity } from '../model/finding.ts'

/** Worst first. */
export const SEVERITIES: readonly Severity[] = ['blocker', 'concern', 'note']

/** `1 endpoint`, `2 endpoints`. */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`
}

/** `1 blocker, 2 concerns`; `no findings`. */
export function countFindings(findings: readonly Finding[]): string {
  const counts = SEVERITIES.map(
    (severity) => [severity, findings.filter((one) => one.severity === severity).length] as const,
  )
  const said = counts.filter(([, count]) => count > 0).map(([severity, count]) => plural(count, severity))
  return said.length === 0 ? 'no findings' : said.join(', ')
}

/** The share with as many digits as tell it from its neighbours: `0.02 %`, `12 %`, `100 %`. */
export function percent(share: number): string {
  return `${Number((share * 100).toPrecision(share < 0.1 ? 2 : 3))} %`
}

/** A length of time as it is compared with a limit: in whole milliseconds as far as one reads those at a glance. */
export function wholeMs(ms: number): string {
  return ms < 10_000 ? `${Math.round(ms)} ms` : lasting(ms)
}

/** How long something lasted, in milliseconds up to ten seconds: `2140 ms`, `14.7 s`, `7 min 9 s`. */
export function lasting(ms: number): string {
  if (ms < 10_000) return `${Math.round(ms)} ms`
  return ms < 120_000 ? `${(ms / 1_000).toFixed(1)} s` : formatDuration(ms)
}

/** The first few of a list, and how many there are besides, of `total` where the list itself is cut. */
export function few(items: readonly string[], most = 3, separator = ', ', total = items.length): string {
  const shown = items.slice(0, most)
  const rest = total - shown.length
  return rest > 0 ? `${shown.join(separator)} and ${rest} more` : shown.join(separator)
}
