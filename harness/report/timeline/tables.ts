import { shownQuantile } from '../../checks/quantiles-in-words.ts'
import { lasting } from '../../checks/wording.ts'
import { type Entry, entriesOf } from '../../model/evidence.ts'
import { spellLockMode } from '../../model/lock-mode.ts'
import { DRAWN_QUANTILES, type Timeline } from '../../model/timeline.ts'
import { fold, h, type Markup, number, table, wide } from '../html/markup.ts'
import { type Axis, onAxis } from './axis.ts'
import { type Lanes, lastedMs } from './lanes.ts'
import { heldInWords } from './lanes-svg.ts'

const MOST_ROWS = 60
const TOO_FEW = 'too few'

/** Each endpoint in each act, as it was when the act was over. */
export function endpointsTable(entries: readonly Entry[]): readonly Markup[] {
  const phases = [...new Map(entriesOf(entries, 'traffic.phase').map((one) => [one.phase, one])).values()]
  const rows = phases.flatMap(({ phase, endpoints }) =>
    endpoints.map((one) => [
      one.endpoint,
      phase,
      number(String(one.requests)),
      number(String(one.failed)),
      ...DRAWN_QUANTILES.map((quantile) => number(inWords(shownQuantile(one, quantile)))),
      number(one.latency.maxMs === null ? 'none' : lasting(one.latency.maxMs)),
    ]),
  )
  if (rows.length === 0) return []
  const sorted = rows.toSorted((one, other) => String(one[0]).localeCompare(String(other[0])))
  const titles = ['endpoint', 'act', 'requests', 'failed', 'p50', 'p95', 'p99', 'longest']
  return [figures('Requests and latency by endpoint and act', titles, sorted)]
}

function inWords(quantileMs: number | null): string {
  return quantileMs === null ? TOO_FEW : lasting(quantileMs)
}

/** All endpoints together, over time; neighbouring stretches are joined until the table can be read. */
export function overTimeTable(axis: Axis, { stretches, all, dropped }: Timeline): Markup {
  const size = Math.max(1, Math.ceil(stretches.length / MOST_ROWS))
  const rows = Array.from({ length: Math.ceil(stretches.length / size) }, (_, row) => {
    const [from, end] = [row * size, (row + 1) * size]
    const sum = (values: readonly number[]) => String(values.slice(from, end).reduce((total, one) => total + one, 0))
    const most = (values: readonly (number | null)[]) => {
      const some = values.slice(from, end).filter((value) => value !== null)
      return some.length === 0 ? null : Math.max(...some)
    }
    const fromMs = stretches[from]?.fromMs ?? axis.fromMs
    const toMs = stretches[Math.min(end, stretches.length) - 1]?.toMs ?? axis.toMs
    const longest = most(all.longestMs)
    return [
      `${onAxis(axis, fromMs)} to ${onAxis(axis, toMs)}`,
      axis.acts.find((act) => act.fromMs < toMs && act.toMs > fromMs)?.name ?? '',
      number(sum(all.requests)),
      number(sum(all.failed)),
      number(sum(dropped)),
      ...DRAWN_QUANTILES.map((quantile) => number(inWords(most(all[`${quantile}Ms`])))),
      number(longest === null ? 'none' : lasting(longest)),
    ]
  })
  const titles = ['time', 'act', 'requests', 'failed', 'dropped', 'p50', 'p95', 'p99', 'longest']
  const note = size === 1 ? '' : `, the worst of ${size} stretches per row`
  return figures(`All endpoints over time${note}`, titles, rows)
}

/** Acts and steps: the strip above the curves, in figures. */
export function actsTable(axis: Axis): Markup {
  const row = (kind: string) => (one: Axis['acts'][number]) => [
    one.name,
    kind,
    number(onAxis(axis, one.fromMs)),
    number(lasting(lastedMs(one))),
  ]
  const rows = [...axis.acts.map(row('act')), ...axis.steps.map(row('step'))]
  return figures('Acts and steps', ['name', 'what', 'from', 'lasted'], rows)
}

/** The bars of the lanes, in figures. */
export function laneTables(axis: Axis, { relations, stalls }: Lanes): readonly Markup[] {
  const locks = relations
    .flatMap((lane) => lane.locks)
    .map((lock) => [
      h('a', { href: `#lock-${lock.seq}` }, lock.relation),
      spellLockMode(lock.mode),
      lock.act,
      number(onAxis(axis, lock.fromMs)),
      number(heldInWords(lock)),
    ])
  const queues = relations
    .flatMap((lane) => lane.queues)
    .map((queue) => [
      h('a', { href: `#queue-${queue.seq}` }, queue.relation),
      spellLockMode(queue.headMode),
      queue.act,
      number(onAxis(axis, queue.fromMs)),
      number(lasting(lastedMs(queue))),
      number(String(queue.waiters.length)),
    ])
  const windows = stalls
    .flatMap((lane) => lane.stalls)
    .map((stall) => [
      stall.endpoint,
      number(onAxis(axis, stall.fromMs)),
      number(lasting(lastedMs(stall))),
      number(String(stall.stalled)),
      number(String(stall.failed)),
      number(lasting(stall.longestMs)),
    ])
  return [
    ...some('Locks', ['relation', 'mode', 'act', 'from', 'held'], locks),
    ...some('Queues', ['relation', 'behind', 'act', 'from', 'lasted', 'waits'], queues),
    ...some('Stalls', ['endpoint', 'from', 'lasted', 'stalled', 'failed', 'longest request'], windows),
  ]
}

function some(
  title: string,
  titles: readonly string[],
  rows: readonly (readonly (string | Markup)[])[],
): readonly Markup[] {
  return rows.length === 0 ? [] : [figures(title, titles, rows)]
}

function figures(title: string, titles: readonly string[], rows: readonly (readonly (string | Markup)[])[]): Markup {
  return fold(`${title}, in figures`, wide(title, table(titles, rows)))
}
