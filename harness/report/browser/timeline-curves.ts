/** A line of a panel: what it shows, and how. Its twin in the key is in timeline/style.ts. */
interface TimelineLine {
  readonly color: string
  readonly dash?: number[]
  readonly width?: number
  readonly values: (series: TimelineSeries, data: TimelineData) => readonly (number | null)[]
}

interface TimelinePanel {
  readonly id: string
  readonly height: number
  readonly scale: uPlot.Scale
  readonly label: (value: number) => string
  readonly lines: readonly TimelineLine[]
}

/** What happens on the curves that concerns all of them, and the lanes below. */
interface TimelineEvents {
  zoomed(view: TimelineView): void
  whole(): void
  /** Where the pointer is, as a share of the plot's width, and in which stretch; null where it is nowhere. */
  pointed(at: { readonly share: number; readonly stretch: number } | null): void
}

interface TimelineCurves {
  choose(index: number): void
  show(view: TimelineView): void
  resize(): void
  repaint(): void
}

/** Left of the plot there are labels, right of it a margin: as wide as in timeline/style.ts, so that all axes agree. */
const TIMELINE_LEFT = 64
const TIMELINE_RIGHT = 16

function timelinePanels(): readonly TimelinePanel[] {
  const perSecond = (values: TimelineValues, { stretch }: TimelineData) =>
    timelineUnpacked(values).map((value) => (value === null ? null : value / stretch))
  // A logarithm has no place for nothing.
  const above = (values: TimelineValues) =>
    timelineUnpacked(values).map((value) => (value === null ? null : Math.max(0.1, value)))
  const fromZero: uPlot.Scale = { range: (_, __, most) => [0, Math.max(1, (most ?? 0) * 1.1)] }
  const magnitudes: uPlot.Scale = {
    distr: 3,
    log: 10,
    range: (_, least, most) => uPlot.rangeLog(least ?? 1, Math.max(most ?? 1000, (least ?? 1) * 10), 10, true),
  }
  const all = (what: 'requests' | 'failed'): TimelineLine => ({
    color: '--series-8',
    dash: [8, 4],
    values: (_, data) => (data.series[0] === undefined ? [] : perSecond(data.series[0][what], data)),
  })
  return [
    {
      id: 'timeline-requests',
      height: 130,
      scale: { range: timelineFitting },
      label: timelineRate,
      lines: [all('requests'), { color: '--series-1', values: ({ requests }, data) => perSecond(requests, data) }],
    },
    {
      id: 'timeline-latency',
      height: 230,
      scale: magnitudes,
      label: timelineMs,
      lines: [
        { color: '--series-2', width: 3, dash: [4, 6], values: ({ longestMs }) => above(longestMs) },
        { color: '--series-4', dash: [2, 3], values: ({ p99Ms }) => above(p99Ms) },
        { color: '--series-3', dash: [8, 4], values: ({ p95Ms }) => above(p95Ms) },
        { color: '--series-1', values: ({ p50Ms }) => above(p50Ms) },
      ],
    },
    {
      id: 'timeline-errors',
      height: 120,
      scale: fromZero,
      label: timelineRate,
      lines: [
        { color: '--series-6', dash: [2, 3], values: (_, data) => perSecond(data.dropped, data) },
        all('failed'),
        { color: '--series-5', values: ({ failed }, data) => perSecond(failed, data) },
      ],
    },
  ]
}

/** One of sixty endpoints is a line at the bottom of all: then the scale is its own, and all are beyond it. */
function timelineFitting({ data: [, all = [], chosen = []] }: uPlot): [number, number] {
  const most = (values: ArrayLike<number | null | undefined>) =>
    Array.from(values).reduce<number>((top, value) => Math.max(top, value ?? 0), 0)
  const [top, own] = [most(all), most(chosen)]
  return [0, Math.max(1, 1.1 * (own > 0 && top > 8 * own ? own : top))]
}

/** The colours of the page as a canvas takes them. */
function timelineColors(): ReadonlyMap<string, string> {
  const names = ['--muted', '--line', '--surface', '--blocker', ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `--series-${n}`)]
  return new Map(names.map((name) => [name, colorOf(name)]))
}

/** Draws the panels, of which the first line of `data.series` is all endpoints together. */
function timelineCurves(data: TimelineData, chosen: number, events: TimelineEvents): TimelineCurves {
  let colors = timelineColors()
  let index = chosen
  const color = (name: string) => colors.get(name) ?? 'gray'
  const valuesOf = ({ lines }: TimelinePanel): uPlot.AlignedData => {
    const series = data.series[index]
    const values = lines.map((line) => (series === undefined ? [] : line.values(series, data)))
    return [timelineEdges(data, values[0]?.length ?? 0), ...values.map(timelineLevels)]
  }
  const drawn = timelinePanels().flatMap((panel) => {
    const place = document.getElementById(panel.id)
    if (place === null) return []
    const options = timelineOptions(panel, { width: place.clientWidth, color, data, events })
    return [{ panel, place, chart: new uPlot(options, valuesOf(panel), place) }]
  })
  return {
    choose(wanted) {
      index = wanted
      for (const { panel, chart } of drawn) {
        const { min = 0, max = data.to } = chart.scales.x ?? {}
        chart.setData(valuesOf(panel))
        chart.setScale('x', { min, max })
      }
    },
    show({ from, to }) {
      for (const { chart } of drawn) {
        // A drag leaves its mark on all charts, and is over on one of them only.
        chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
        chart.setScale('x', { min: from, max: to })
      }
    },
    resize() {
      for (const { panel, place, chart } of drawn) chart.setSize({ width: place.clientWidth, height: panel.height })
    },
    repaint() {
      colors = timelineColors()
      for (const { chart } of drawn) chart.redraw(false, true)
    },
  }
}

interface TimelineDrawing {
  readonly width: number
  readonly color: (name: string) => string
  readonly data: TimelineData
  readonly events: TimelineEvents
}

function timelineOptions(panel: TimelinePanel, { width, color, data, events }: TimelineDrawing): uPlot.Options {
  const font = '12px system-ui, sans-serif'
  // On a logarithmic scale, every line that a linear one would have is a thicket.
  const whole = (_: uPlot, splits: number[]) =>
    splits.map((value) => (panel.scale.distr !== 3 || Math.log10(value) % 1 === 0 ? value : null))
  const line = { stroke: () => color('--line'), width: 1 }
  const axis: uPlot.Axis = { font, stroke: () => color('--muted'), grid: line, ticks: line }
  const named = (name: (value: number) => string) => (_: uPlot, splits: number[]) =>
    splits.map((value) => (value === null ? '' : name(value)))
  return {
    width,
    height: panel.height,
    padding: [8, TIMELINE_RIGHT, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, setScale: false },
      // Each chart answers for its own drag; only where the pointer is concerns the others.
      sync: { key: 'timeline', filters: { pub: (type) => type === 'mousemove' || type === 'mouseleave' } },
      bind: {
        dblclick: () => () => {
          events.whole()
          return null
        },
      },
    },
    scales: { x: { time: false }, y: panel.scale },
    axes: [
      { ...axis, size: 28, splits: (_, __, from, to) => timelineTicks(from, to), values: named(timelineTime) },
      {
        ...axis,
        size: TIMELINE_LEFT,
        grid: { ...line, filter: whole },
        ticks: { ...line, filter: whole },
        values: named(panel.label),
      },
    ],
    series: [
      {},
      ...panel.lines.map(({ color: name, dash, width: thick = 1.5 }) => ({
        stroke: () => color(name),
        width: thick,
        points: { show: false },
        ...(dash === undefined ? {} : { dash }),
      })),
    ],
    hooks: {
      drawClear: [(chart) => timelineGround(chart, data, color)],
      setSelect: [(chart) => timelineSelected(chart, events)],
      setCursor: [(chart) => events.pointed(timelinePointed(chart))],
      draw: [(chart) => timelineMeasured(chart.over)],
    },
  }
}

/** Behind the lines: every other act, and the time in which ACCESS EXCLUSIVE was held. */
function timelineGround(chart: uPlot, data: TimelineData, color: (name: string) => string): void {
  const { ctx, bbox } = chart
  const paint = (from: number, to: number, least: number) => {
    const [left, right] = [chart.valToPos(from, 'x', true), chart.valToPos(to, 'x', true)]
    ctx.fillRect(left, bbox.top, Math.max(least, right - left), bbox.height)
  }
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  ctx.fillStyle = color('--surface')
  for (const [at, { from, to }] of data.acts.entries()) if (at % 2 === 1) paint(from, to, 0)
  ctx.fillStyle = color('--blocker')
  ctx.globalAlpha = 0.16
  for (const [from, to] of data.exclusive) paint(from, to, 2)
  ctx.restore()
}

function timelineSelected(chart: uPlot, events: TimelineEvents): void {
  const { left, width } = chart.select
  const view = { from: chart.posToVal(left, 'x'), to: chart.posToVal(left + width, 'x') }
  chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
  // A click that trembles is no drag.
  if (width >= 4) events.zoomed(view)
}

function timelinePointed(chart: uPlot): { readonly share: number; readonly stretch: number } | null {
  const { left, idx } = chart.cursor
  if (left === undefined || left < 0 || idx === null || idx === undefined) return null
  return { share: left / chart.over.clientWidth, stretch: Math.floor(idx / 2) }
}

/** Leaves where the time axis of an element begins and ends, in pixels from its left edge: all of them have to agree. */
function timelineMeasured(element: Element): void {
  element.setAttribute('data-time-axis', `0 ${element.getBoundingClientRect().width.toFixed(2)}`)
}
