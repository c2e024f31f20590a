import { lasting, percent } from '../../checks/wording.ts'
import { formatBytes } from '../../model/duration.ts'
import type { Finding } from '../../model/finding.ts'
import { cut } from '../html/cut.ts'
import { type Markup, number, table } from '../html/markup.ts'

const MOST_VALUE = 300

/** What was measured beside what is allowed, a row per quantity; null where the finding has no figures. */
export function measuresOf({ measured = {}, limit = {} }: Finding): Markup | null {
  const names = [...new Set([...Object.keys(measured), ...Object.keys(limit)])]
  if (names.length === 0) return null
  const cell = (name: string, value: number | string | undefined) =>
    typeof value === 'number' ? number(quantity(name, value)) : cut(value ?? '', MOST_VALUE)
  return table(
    ['figure', 'measured', 'limit'],
    names.map((name) => [spelled(name), cell(name, measured[name]), cell(name, limit[name])]),
  )
}

/** `heldMs` 2100 is `2100 ms`, `errorRate` 0.02 `2 %`: the unit stands last in a name. */
export function quantity(name: string, value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'without end' : 'not a number'
  if (name.endsWith('Ms')) return lasting(value)
  if (/(Share|Rate)$/.test(name) && name !== 'burnRate') return percent(value)
  if (/bytes$/i.test(name)) return formatBytes(value)
  return Number.isInteger(value) ? value.toLocaleString('en-US') : String(Number(value.toPrecision(4)))
}

/** `longestStallMs` as people say it: `longest stall`. */
export function spelled(name: string): string {
  return name
    .replace(/(Ms|Bytes)$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
}
