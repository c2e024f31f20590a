import type { Span } from '../../checks/clients.ts'
import { lasting, plural } from '../../checks/wording.ts'
import type { StallWindow } from '../../model/evidence.ts'
import { spellLockMode } from '../../model/lock-mode.ts'
import { type Markup, svg } from '../html/markup.ts'
import { type Axis, onAxis } from './axis.ts'
import {
  exclusiveSpans,
  foremost,
  type HeldLock,
  type Lanes,
  type LockQueue,
  lastedMs,
  type RelationLane,
  type StallLane,
} from './lanes.ts'
import { classOf } from './mode-class.ts'
import { placed, ruler, share } from './scale.ts'

const RULER = 16
const NAME = 18
const LOCK = 16
const QUEUE = 9
const GAP = 8
/** Words beside a bar may run over the next one, wherever that is. */
const MOST_BESIDE = 1
/** Names of acts stand on two lines in turn, for an act may be much narrower than its name. */
const ACT_NAMES_HEIGHT = 30

/** Locks, waits and stalls as bars on the axis, a lane per relation and per endpoint; it stands without script. */
export function lanesSvg(axis: Axis, lanes: Lanes): Markup {
  let top = RULER + GAP
  const drawn: Markup[] = []
  const add = (lane: Markup, height: number) => {
    drawn.push(lane)
    top += height
  }
  for (const lane of lanes.relations) add(relationLane(axis, lane, top), NAME + LOCK + QUEUE + 3 + GAP)
  for (const lane of lanes.stalls) add(stallLane(axis, lane, top), NAME + LOCK + GAP)
  return svg(
    'svg.timeline-svg.timeline-lanes',
    { height: top, role: 'group', ariaLabel: 'Locks, waits and stalls over time; the tables below have their figures' },
    [
      patterns(),
      ...axis.acts.map((act, index) =>
        svg('rect', { ...placed(axis, act), y: 0, height: top, className: ['timeline-band', `is-${index % 2}`] }),
      ),
      ...exclusiveSpans(lanes).map((span) =>
        svg('rect.timeline-shadow', { ...placed(axis, span), y: RULER, height: top - RULER }),
      ),
      ruler(axis, top),
      ...drawn,
      svg('line.timeline-cursor', { y1: 0, y2: top, visibility: 'hidden' }),
    ],
  )
}

/** The acts as a strip above everything, with the steps as marks. */
export function actsSvg(axis: Axis): Markup {
  const height = ACT_NAMES_HEIGHT + 24
  return svg(
    'svg.timeline-svg.timeline-acts',
    { height, role: 'img', ariaLabel: `Acts: ${axis.acts.map((act) => inWords(axis, act)).join('; ')}` },
    [
      ...axis.acts.map((act, index) =>
        svg('svg.timeline-named', { ...placed(axis, act), y: 0, height }, [
          svg('title', inWords(axis, act)),
          svg('text', { ...nameOnStrip(axis, act), y: 12 + (index % 2) * 14 }, act.name),
          svg('rect', {
            y: ACT_NAMES_HEIGHT,
            width: '100%',
            height: 10,
            className: ['timeline-act', `is-${index % 2}`],
          }),
        ]),
      ),
      ...axis.steps.map((step) =>
        svg('rect.timeline-step', { ...placed(axis, step), y: ACT_NAMES_HEIGHT + 14, height: 8 }, [
          svg('title', `step ${inWords(axis, step)}`),
        ]),
      ),
    ],
  )
}

/** From where the act begins, or up to its end where the picture ends soon after. */
function nameOnStrip(axis: Axis, { fromMs }: Span): Readonly<Record<string, string | number>> {
  const begins = (fromMs - axis.fromMs) / (axis.toMs - axis.fromMs)
  return begins > 0.9 ? { x: '100%', textAnchor: 'end' } : { x: 2 }
}

function inWords(axis: Axis, { name, fromMs, toMs }: Axis['acts'][number]): string {
  return `${name}, from ${onAxis(axis, fromMs)} to ${onAxis(axis, toMs)}`
}

function relationLane(axis: Axis, { relation, locks, queues }: RelationLane, top: number): Markup {
  const [row, below] = [top + NAME, top + NAME + LOCK + 3]
  const sorted = foremost(locks)
  const words = sorted
    .slice(0, 1)
    .map((lock) => ({ span: lock, said: `${spellLockMode(lock.mode)} ${heldInWords(lock)}` }))
  return svg('g.timeline-lane', [
    named(relation, top, locks.length > MOST_BESIDE ? words : []),
    // The strongest is drawn last, over whatever it took along the way.
    ...sorted.toReversed().map((lock) =>
      svg('a', { href: `#lock-${lock.seq}`, 'data-detail': `lock-${lock.seq}` }, [
        svg('title', lockInWords(axis, lock)),
        hit(axis, lock, row, LOCK),
        svg('rect', {
          ...placed(axis, lock),
          y: row,
          height: LOCK,
          className: ['timeline-bar', `is-${classOf(lock.mode)}`],
        }),
      ]),
    ),
    ...queues.map((queue) =>
      svg('a', { href: `#queue-${queue.seq}`, 'data-detail': `queue-${queue.seq}` }, [
        svg('title', queueInWords(axis, queue)),
        hit(axis, queue, below, QUEUE),
        svg('rect.timeline-bar.is-wait', { ...placed(axis, queue), y: below, height: QUEUE }),
      ]),
    ),
    ...(locks.length > MOST_BESIDE ? [] : words.map(({ span, said }) => beside(axis, span, row + 12, said))),
  ])
}

function stallLane(axis: Axis, { endpoint, stalls }: StallLane, top: number): Markup {
  const row = top + NAME
  const words = stalls
    .toSorted((one, other) => other.longestMs - one.longestMs)
    .slice(0, 1)
    .map((stall) => ({ span: stall, said: feltInWords(stall) }))
  return svg('g.timeline-lane', [
    named(endpoint, top, stalls.length > MOST_BESIDE ? words : []),
    ...stalls.map((stall) =>
      svg('rect.timeline-bar.is-stall', { ...placed(axis, stall), y: row, height: LOCK }, [
        svg('title', stallInWords(axis, stall)),
      ]),
    ),
    ...(stalls.length > MOST_BESIDE ? [] : words.map(({ span, said }) => beside(axis, span, row + 12, said))),
  ])
}

/** What is said of the worst bar of a lane stands beside it, or behind the lane's name where others are in the way. */
function named(name: string, top: number, words: readonly { readonly said: string }[]): Markup {
  return svg('text', { x: 4, y: top + 13 }, [
    svg('tspan.timeline-name', name),
    ...words.map(({ said }) => svg('tspan', { dx: 8 }, `worst: ${said}`)),
  ])
}

/** A lock of a few milliseconds is less than a pixel wide, and must be hit all the same. */
function hit(axis: Span, span: Span, y: number, height: number): Markup {
  return svg('rect.timeline-hit', { ...placed(axis, span), y, height })
}

/** Words to the right of a bar, or to its left where there is more room. */
function beside(axis: Span, span: Span, y: number, words: string): Markup {
  const left = (span.toMs - axis.fromMs) / (axis.toMs - axis.fromMs) > 0.65
  return svg(
    'text.timeline-beside',
    {
      x: share(axis, left ? span.fromMs : span.toMs),
      dx: left ? -6 : 6,
      y,
      textAnchor: left ? 'end' : 'start',
      'data-from': String(Math.round(span.fromMs - axis.fromMs)),
      'data-to': String(Math.round(span.toMs - axis.fromMs)),
    },
    words,
  )
}

/** A lock that only one look of the watcher saw was held for less than the time between two. */
export function heldInWords(lock: HeldLock): string {
  return lastedMs(lock) < 1 ? 'too short to measure' : lasting(lastedMs(lock))
}

export function lockInWords(axis: Axis, lock: HeldLock): string {
  return `${spellLockMode(lock.mode)} on ${lock.relation}, held ${heldInWords(lock)} from ${onAxis(axis, lock.fromMs)}, in ${lock.act}`
}

export function queueInWords(axis: Axis, queue: LockQueue): string {
  return `${plural(queue.waiters.length, 'wait')} on ${queue.relation} behind ${spellLockMode(queue.headMode)}, ${lasting(lastedMs(queue))} from ${onAxis(axis, queue.fromMs)}, in ${queue.act}`
}

function stallInWords(axis: Axis, stall: StallWindow): string {
  return `${stall.endpoint}: ${feltInWords(stall)}, from ${onAxis(axis, stall.fromMs)}`
}

/** `212 stalled, 38 failed, longest 2140 ms`. */
export function feltInWords({ stalled, failed, longestMs }: Omit<StallWindow, 'endpoint'>): string {
  const counts = [
    ...(stalled > 0 ? [`${stalled} stalled`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    `longest ${lasting(longestMs)}`,
  ]
  return counts.join(', ')
}

/** Beside colour: strong locks are plain, weaker ones hatched this way or that, waits and stalls in their own ways. */
function patterns(): Markup {
  const hatch = (name: string, angle: number) =>
    svg(
      'pattern',
      {
        id: `timeline-${name}`,
        width: 6,
        height: 6,
        patternUnits: 'userSpaceOnUse',
        patternTransform: `rotate(${angle})`,
      },
      [
        svg('rect', { width: 6, height: 6, className: [`timeline-ground-${name}`] }),
        svg('line', { x1: 0, y1: 0, x2: 0, y2: 6, className: ['timeline-hatching'] }),
      ],
    )
  return svg('defs', [
    hatch('writes', 45),
    hatch('changes', -45),
    hatch('rows', 0),
    hatch('wait', 90),
    hatch('stall', 20),
  ])
}
