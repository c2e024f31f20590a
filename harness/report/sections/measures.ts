import { lasting, percent } from '../../checks/wording.ts'
import { formatBytes } from '../../model/duration.ts'
import type { Finding } from '../../model/finding.ts'
import { cut } from '../html/cut.ts'
import { type Markup, number, table } from '../html/markup.ts'

const MOST_VALUE = 300
/** As many as a narrow screen has room for side by side. */
const MOST_BESIDE = 4

/** What was measured beside what is allowed; null where the finding has no figures. */
export function measuresOf({ measured = {}, limit: allowed = {} }: Finding): Markup | null {
  const limit = besideItsQuantile(measured, allowed)
  const names = [...new Set([...Object.keys(measured), ...Object.keys(limit)])]
  if (names.length === 0) return null
  const cell = (name: string, value: number | string | undefined) =>
    typeof value === 'number' ? number(quantity(name, value)) : cut(value ?? '', MOST_VALUE)
  const figure = (name: string, value: number | string | undefined) =>
    number(typeof value === 'number' ? quantity(name, value) : (value ?? ''))
  const limited = Object.keys(limit).length > 0
  // Figures are short: side by side, a page of findings is half as long.
  const figures = [...Object.values(measured), ...Object.values(allowed)]
  if (names.length <= MOST_BESIDE && figures.every((value) => typeof value === 'number'))
    return table(
      ['figure', ...names.map(spelled)],
      [
        ['measured', ...names.map((name) => figure(name, measured[name]))],
        ...(limited ? [['limit', ...names.map((name) => figure(name, limit[name]))]] : []),
      ],
    )
  return table(
    ['figure', 'measured', 'limit'],
    names.map((name) => [spelled(name), cell(name, measured[name]), cell(name, limit[name])]),
  )
}

/** A limit of a p99 was held against the quantile that there were requests enough for, and stands beside that one. */
function besideItsQuantile(measured: Figures, limit: Figures): Figures {
  const { p99Ms, ...others } = limit
  const judged = Object.keys(measured).find((name) => /^p\d+Ms$/.test(name))
  if (typeof p99Ms !== 'number' || judged === undefined || judged === 'p99Ms') return limit
  return { ...others, [judged]: `${lasting(p99Ms)} as p99` }
}

type Figures = NonNullable<Finding['measured']>

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
