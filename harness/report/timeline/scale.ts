import type { Span } from '../../checks/clients.ts'
import { type Markup, svg } from '../html/markup.ts'
import { onAxis } from './axis.ts'

/** Where on the axis, as SVG takes it: shares of the width, so that it holds at every width without script. */
export function share(axis: Span, atMs: number): string {
  const part = (atMs - axis.fromMs) / (axis.toMs - axis.fromMs)
  return `${Number((100 * Math.min(1, Math.max(0, part))).toFixed(3))}%`
}

/** Where a span lies: for elements that have `x` and `width`, and for the script that draws them again when one zooms. */
export function placed(axis: Span, { fromMs, toMs }: Span): Record<string, string> {
  const part = (toMs - Math.max(fromMs, axis.fromMs)) / (axis.toMs - axis.fromMs)
  return {
    x: share(axis, fromMs),
    // A rectangle without a width is not drawn at all.
    width: `${Number((100 * Math.min(1, Math.max(0.0001, part))).toFixed(3))}%`,
    'data-from': String(Math.round(fromMs - axis.fromMs)),
    'data-to': String(Math.round(toMs - axis.fromMs)),
  }
}

const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400]
const MOST_TICKS = 8

/** The axis written out: a line and its time for every so many seconds. */
export function ruler(axis: Span, height: number): Markup {
  const seconds = (axis.toMs - axis.fromMs) / 1_000
  const step = STEPS_S.find((one) => seconds / one <= MOST_TICKS) ?? seconds / MOST_TICKS
  const ticks = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => axis.fromMs + index * step * 1_000)
  return svg(
    'g.timeline-ruler',
    ticks.flatMap((atMs) => [
      svg('line', { x1: share(axis, atMs), x2: share(axis, atMs), y1: 0, y2: height }),
      svg('text', { x: share(axis, atMs), dx: 3, y: 11 }, onAxis(axis, atMs)),
    ]),
  )
}
