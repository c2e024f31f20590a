import { type Markup, svg } from './markup.ts'

const [WIDTH, HEIGHT, EDGE] = [120, 24, 3]

/** Values from left to right, oldest first, the last one marked. The figures stand beside it, and in `label`. */
export function sparkline(values: readonly number[], label: string): Markup {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const x = (index: number) => EDGE + (index / Math.max(1, values.length - 1)) * (WIDTH - 2 * EDGE)
  // What never changed is a line in the middle.
  const y = (value: number) =>
    high === low ? HEIGHT / 2 : HEIGHT - EDGE - ((value - low) / (high - low)) * (HEIGHT - 2 * EDGE)
  const points = values.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`)
  const shape = { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, role: 'img', ariaLabel: label }
  const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.5 }
  return svg('svg.sparkline', shape, [
    svg('polyline', { points: points.join(' '), ...line }),
    ...values
      .slice(-1)
      .map((value) => svg('circle', { cx: x(values.length - 1), cy: y(value), r: 2.5, fill: 'currentColor' })),
  ])
}
