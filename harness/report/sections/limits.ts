import { percent } from '../../checks/wording.ts'
import { type Entry, entriesOf } from '../../model/evidence.ts'
import { fold, h, type Markup, number, table, wide } from '../html/markup.ts'
import { quantity, spelled } from './measures.ts'

/** What the spec allows: nothing is too slow, or too long, but by these. */
export function limitsMarkup(entries: readonly Entry[]): readonly Markup[] {
  const [started] = entriesOf(entries, 'rehearsal.started')
  if (started === undefined) return []
  const { endpoints, ...limits } = started.limits
  const general = Object.entries(limits).flatMap(([name, value]) =>
    typeof value === 'number' ? [[spelled(name), number(quantity(name, value))]] : [],
  )
  const own = endpoints.map(({ endpoint, p99Ms, errorRate, gate }) => [
    endpoint === '*' ? 'every other endpoint' : endpoint,
    p99Ms === null ? 'none' : number(quantity('p99Ms', p99Ms)),
    errorRate === null ? 'none' : number(percent(errorRate)),
    gate === true ? 'yes' : 'no',
  ])
  const titles = ['endpoint', 'p99', 'failed', 'GO needs proof']
  return [
    h('h3', 'Limits'),
    fold(
      'What the spec allows',
      wide('Limits', table(['limit', 'allowed'], general)),
      ...(own.length === 0 ? [] : [wide('Limits of endpoints', table(titles, own))]),
    ),
  ]
}
