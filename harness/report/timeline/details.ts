import { overlaps, partsOf, type Span } from '../../checks/clients.ts'
import { culpritOf } from '../../checks/culprit.ts'
import type { Play } from '../../checks/play.ts'
import { shorten, statementsOf } from '../../checks/statement.ts'
import { few, lasting } from '../../checks/wording.ts'
import type { StallWindow } from '../../model/evidence.ts'
import { h, type Markup, table, wide } from '../html/markup.ts'
import { type Axis, onAxis } from './axis.ts'
import { type HeldLock, type LockQueue, lastedMs } from './lanes.ts'
import { feltInWords, lockInWords, queueInWords } from './lanes-svg.ts'
import { queueTree } from './queue-tree.ts'

/** What the details are told from. */
export interface Scenery {
  readonly axis: Axis
  readonly play: Play
  readonly queues: readonly LockQueue[]
  readonly stalls: readonly StallWindow[]
}

const LONGEST_STATEMENT = 400
const MOST_QUEUES = 3
const MOST_STATEMENTS = 12

/** One lock: which statement took it, what the transaction did meanwhile, who queued, and which requests stalled. */
export function lockDetail(lock: HeldLock, scenery: Scenery): Markup {
  const { play, queues } = scenery
  const { subject, statement, meanwhile, evidence } = culpritOf(play, lock.act, { ...lock, by: lock.holder })
  const taker = statementsOf(play, lock.act, lock.holder.pid).find(({ seq }) => seq === evidence[0])
  const behind = queues.filter(
    (queue) => queue.relation === lock.relation && queue.head.pid === lock.holder.pid && overlaps(queue, lock),
  )
  return detail(`lock-${lock.seq}`, lockInWords(scenery.axis, lock), [
    h('p', [
      `Taken by ${subject}`,
      ...(statement === '' ? [] : [': ', h('code', shorten(taker?.statement ?? statement, LONGEST_STATEMENT))]),
      `${meanwhile}.`,
    ]),
    ...meanwhileRan(lock, scenery),
    h('h4', 'Who queued'),
    ...queuesInWords(behind),
    ...stalled(lock, scenery),
    h('p.timeline-source', `Journal ${few([lock.seq, ...evidence].map((seq) => `#${seq}`))}.`),
  ])
}

/** One queue: who headed it, and who stood behind whom. */
export function queueDetail(queue: LockQueue, scenery: Scenery): Markup {
  return detail(`queue-${queue.seq}`, queueInWords(scenery.axis, queue), [
    queueTree(queue),
    ...stalled(queue, scenery),
    h('p.timeline-source', `Journal #${queue.seq}.`),
  ])
}

/** The heading stands in the summary, the anchor within: a browser that is sent there opens what is folded around it. */
function detail(id: string, title: string, content: readonly Markup[]): Markup {
  return h('details.timeline-detail', [h('summary', title), h('div', { id, tabIndex: -1 }, [...content])])
}

function queuesInWords(behind: readonly LockQueue[]): readonly Markup[] {
  if (behind.length === 0) return [h('p', 'Nobody was seen to wait for it.')]
  const more = behind.length - MOST_QUEUES
  return [
    ...behind
      .toSorted((one, other) => lastedMs(other) - lastedMs(one))
      .slice(0, MOST_QUEUES)
      .map(queueTree),
    ...(more > 0 ? [h('p', `${more} more, shorter queues stood behind it.`)] : []),
  ]
}

/** What the session ran while it held the lock, where that is more than the one statement. */
function meanwhileRan(lock: HeldLock, { axis, play }: Scenery): readonly Markup[] {
  const ran = statementsOf(play, lock.act, lock.holder.pid).filter(({ startedAt, endedAt }) =>
    overlaps({ fromMs: startedAt, toMs: endedAt }, lock),
  )
  if (ran.length < 2) return []
  const rows = ran
    .slice(0, MOST_STATEMENTS)
    .map(({ place, statement, startedAt, endedAt }) => [
      onAxis(axis, startedAt),
      lasting(endedAt - startedAt),
      place ?? '',
      h('code', shorten(statement, LONGEST_STATEMENT)),
    ])
  const more = ran.length - MOST_STATEMENTS
  return [
    h('h4', 'What its session ran meanwhile'),
    wide(`Statements meanwhile, #${lock.seq}`, table(['at', 'took', 'from', 'statement'], rows)),
    ...(more > 0 ? [h('p', `and ${more} more.`)] : []),
  ]
}

function stalled(span: Span & { readonly seq: number }, { stalls }: Scenery): readonly Markup[] {
  const met = partsOf(stalls).filter((part) => overlaps(part, span))
  if (met.length === 0) return [h('h4', 'Requests meanwhile'), h('p', 'None stalled or failed.')]
  const rows = [...Map.groupBy(met, ({ endpoint }) => endpoint)].map(([endpoint, some]) => [
    endpoint,
    feltInWords({
      fromMs: 0,
      toMs: 0,
      stalled: some.reduce((sum, one) => sum + one.stalled, 0),
      failed: some.reduce((sum, one) => sum + one.failed, 0),
      longestMs: some.reduce((most, one) => Math.max(most, one.longestMs), 0),
    }),
  ])
  return [
    h('h4', 'Requests that stalled or failed meanwhile'),
    wide(`Requests meanwhile, #${span.seq}`, table(['endpoint', 'requests'], rows)),
  ]
}
