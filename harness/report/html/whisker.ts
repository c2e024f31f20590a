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
  const [cutLow, cutHigh] = [low === null || low < -reach, high === null || high > reach]
  const kind = low !== null && low > 0 ? 'worse' : high !== null && high < 0 ? 'better' : 'open'
  const shape = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, role: 'img', ariaLabel: label }
  return svg('svg', { ...shape, className: ['whisker', `is-${kind}`] }, [
    svg('rect.margin', { x: at(-margin), y: 0, width: round(at(margin) - at(-margin)), height: HEIGHT, ...FAINT }),
    svg('line.zero', { x1: at(0), x2: at(0), y1: 0, y2: HEIGHT, ...LINE, strokeDasharray: '2 2' }),
    svg('line.bounds', { x1: from, x2: to, y1: MIDDLE, y2: MIDDLE, ...LINE, strokeWidth: 2 }),
    end(from, cutLow ? 'left' : 'bar'),
    end(to, cutHigh ? 'right' : 'bar'),
    ...(Math.abs(effect) > reach ? [] : [svg('circle.effect', { cx: at(effect), cy: MIDDLE, r: 4, ...SOLID })]),
  ])
}

// Without any style the picture is still there, in the colour of the text: dark and light alike.
const FAINT = { fill: 'currentColor', fillOpacity: 0.12 }
const SOLID = { fill: 'currentColor' }
const LINE = { stroke: 'currentColor' }

function end(x: number, how: 'left' | 'right' | 'bar'): Markup {
  if (how === 'bar')
    return svg('line.bounds', { x1: x, x2: x, y1: MIDDLE - 4, y2: MIDDLE + 4, ...LINE, strokeWidth: 2 })
  const back = how === 'left' ? x + 6 : x - 6
  return svg('path.bounds', { d: `M${back} ${MIDDLE - 4}L${x} ${MIDDLE}L${back} ${MIDDLE + 4}Z`, ...SOLID })
}

function round(value: number): number {
  return Number(value.toFixed(1))
}
