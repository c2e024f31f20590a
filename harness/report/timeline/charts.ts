import type { Timeline } from '../../model/timeline.ts'
import { h, type Markup, svg } from '../html/markup.ts'
import type { Axis } from './axis.ts'
import type { Lanes } from './lanes.ts'
import { MODE_CLASSES, type ModeClass } from './mode-class.ts'

const PANELS = [
  ['requests', 'Requests per second', 'Requests per second, by when they were due'],
  ['latency', 'Latency', 'Latency from the intended start, on a logarithmic scale'],
  ['errors', 'Errors per second', 'Failed requests and dropped arrivals per second'],
] as const

const KEYS: Readonly<Record<string, readonly (readonly [name: string, words: string])[]>> = {
  requests: [
    ['chosen', 'the endpoint'],
    ['all', 'all endpoints, where they fit'],
  ],
  latency: [
    ['p50', 'p50'],
    ['p95', 'p95'],
    ['p99', 'p99'],
    ['longest', 'the longest request'],
  ],
  errors: [
    ['failed', 'failed, of the endpoint'],
    ['all', 'failed, of all endpoints'],
    ['dropped', 'arrivals dropped'],
  ],
}

/** The places of the curves: the script draws there, and until it does they say where the figures are. */
export function panels(chosen: string): readonly Markup[] {
  return PANELS.map(([name, title, label]) =>
    h('figure.timeline-panel', [
      h('figcaption', [
        h('strong', title),
        ' ',
        h('span.timeline-chosen', chosen),
        ' ',
        ...(KEYS[name] ?? []).map(([line, words]) => key(line, words)),
      ]),
      h('div.timeline-curves', { id: `timeline-${name}`, role: 'img', ariaLabel: `${label}; in figures below` }),
    ]),
  )
}

function key(line: string, words: string): Markup {
  return h('span.timeline-key', [
    svg('svg', { width: 22, height: 8, ariaHidden: 'true' }, [
      svg('line', { x1: 0, y1: 4, x2: 22, y2: 4, className: ['timeline-line', `is-${line}`] }),
    ]),
    ` ${words}`,
  ])
}

/** Which endpoint, and which part of the run; of use to the script alone, which shows them. */
export function controls(axis: Axis, timeline: Timeline, chosen: number): Markup {
  const seconds = (atMs: number) => String((atMs - axis.fromMs) / 1_000)
  const names = [timeline.all, ...timeline.endpoints].map(({ endpoint }) => endpoint)
  const range = (words: string, fromMs: number, toMs: number, whole = false) =>
    h(
      'button',
      {
        type: 'button',
        'data-from': seconds(fromMs),
        'data-to': seconds(toMs),
        ...(whole ? { 'data-whole': '', ariaPressed: 'true' } : { ariaPressed: 'false' }),
      },
      words,
    )
  return h('div.timeline-controls', { id: 'timeline-controls', hidden: true }, [
    h('label', [
      'Endpoint ',
      h(
        'select',
        { id: 'timeline-endpoint' },
        names.map((name, index) => h('option', { value: String(index), selected: index === chosen }, name)),
      ),
    ]),
    h('div', { role: 'group', ariaLabel: 'Part of the run that is shown' }, [
      range('whole run', axis.fromMs, axis.toMs, true),
      ...axis.acts.map(({ name, fromMs, toMs }) => range(name, fromMs, toMs)),
    ]),
  ])
}

/** What the bars of the lanes stand for; only what is there. */
export function lanesKey(lanes: Lanes, classes: readonly ModeClass[]): Markup {
  const entries: (readonly [string, string])[] = classes.map((one) => [one, MODE_CLASSES[one]])
  if (lanes.relations.some(({ queues }) => queues.length > 0)) entries.push(['wait', 'sessions that waited for it'])
  if (lanes.stalls.length > 0) entries.push(['stall', 'requests that stalled or failed'])
  return h(
    'p.timeline-keys',
    entries.map(([name, words]) =>
      h('span.timeline-key', [
        svg('svg', { width: 22, height: 12, ariaHidden: 'true' }, [
          svg('rect', { x: 2, y: 2, width: 18, height: 8, className: ['timeline-bar', `is-${name}`] }),
        ]),
        ` ${words}`,
      ]),
    ),
  )
}
