import { type Markup, svg } from './markup.ts'

/** An effect with its interval, all in one unit; null is a side that nothing bounds. */
export interface Interval {
  readonly effect: number
  readonly low: number | null
  readonly high: number | null
  /** Rises below it count as none. */
  readonly margin: number
}

const [WIDTH, HEIGHT] = [168, 20]
const MIDDLE = HEIGHT / 2

/** The rise that stands at the right edge for all of these, so that whiskers below each other can be compared by eye. */
export function reachOf(intervals: readonly Interval[], most: number): number {
  const bounds = intervals.flatMap(({ effect, low, high, margin }) => [
    ...[effect, low ?? 0, high ?? 0].map(Math.abs),
    2 * margin,
  ])
  return Math.min(most, Math.max(0, ...bounds)) || 1
}

/**
 * The interval as a whisker with its effect as a dot, before a line at no change and a band up to the margin. A side
 * that is not bounded, or lies beyond `reach`, ends in an arrow. The figures stand in a cell beside it, and in `label`.
 */
export function whisker({ effect, low, high, margin }: Interval, reach: number, label: string): Markup {
  const at = (value: number) => round(((Math.max(-reach, Math.min(reach, value)) + reach) / (2 * reach)) * WIDTH)
  const [from, to] = [at(low ?? -reach), at(high ?? reach)]
  const ends = [
    low === null || low < -reach ? arrow(from, 6) : bar(from),
    high === null || high > reach ? arrow(to, -6) : bar(to),
  ]
  const kind = low !== null && low > 0 ? 'worse' : high !== null && high < 0 ? 'better' : 'open'
  const shape = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, role: 'img', ariaLabel: label }
  return svg('svg', { ...shape, className: ['whisker', `is-${kind}`] }, [
    svg('rect', { x: at(-margin), width: round(at(margin) - at(-margin)), height: HEIGHT }),
    svg('path.zero', { d: `M${at(0)} 0V${HEIGHT}` }),
    svg('path', { d: `M${from} ${MIDDLE}H${to}${ends.join('')}` }),
    ...(Math.abs(effect) > reach ? [] : [svg('circle', { cx: at(effect), cy: MIDDLE, r: 4 })]),
  ])
}

/** For the sections that draw one: a page of sixty endpoints has sixty of them, so what they share stands here once. */
export const WHISKER_STYLE = `
.whisker{display:block;color:var(--text)}
.whisker.is-worse{color:var(--no-go)}
.whisker.is-better{color:var(--go)}
.whisker rect{fill:currentColor;fill-opacity:.12}
.whisker path{fill:none;stroke:currentColor;stroke-width:2}
.whisker .zero{stroke-width:1;stroke-dasharray:2 2}
.whisker circle{fill:currentColor}
`

function bar(x: number): string {
  return `M${x} ${MIDDLE - 4}v8`
}

function arrow(x: number, back: number): string {
  return `M${x + back} ${MIDDLE - 4}L${x} ${MIDDLE}l${back} 4`
}

function round(value: number): number {
  return Number(value.toFixed(1))
}
