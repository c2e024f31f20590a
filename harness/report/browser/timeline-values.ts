type TimelineData = import('../timeline/chart-shape.ts').ChartData
type TimelineSeries = import('../timeline/chart-shape.ts').ChartSeries
type TimelineValues = import('../timeline/chart-shape.ts').Values

/** A part of the run, in seconds from the start of the axis. */
interface TimelineView {
  readonly from: number
  readonly to: number
}

/** One value per stretch again. */
function timelineUnpacked(values: TimelineValues): readonly (number | null)[] {
  if (!('runs' in values)) return values
  const all: (number | null)[] = []
  for (let at = 0; at < values.runs.length; at += 2) {
    for (let count = values.runs[at + 1] ?? 0; count > 0; count--) all.push(values.runs[at] ?? null)
  }
  return all
}

/** Each value twice, at the beginning and just before the end of its stretch: so a line is level while it holds. */
function timelineLevels(values: readonly (number | null)[]): (number | null)[] {
  return values.flatMap((value) => [value, value])
}

/** Where the levels lie on the axis. */
function timelineEdges({ first, stretch }: TimelineData, count: number): number[] {
  return Array.from({ length: 2 * count }, (_, at) => first + stretch * (Math.floor(at / 2) + (at % 2) * 0.999))
}

/** Where the axis has marks, the same on curves and lanes: about eight, at round times. */
function timelineTicks(from: number, to: number): number[] {
  const steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600]
  const step = steps.find((one) => (to - from) / one <= 8) ?? (to - from) / 8
  const first = Math.ceil(from / step)
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, at) => (first + at) * step)
}

/** `8.5 s`, `31 s`, `2:05`: a place on the axis. */
function timelineTime(seconds: number): string {
  if (seconds < 60) return `${Number(seconds.toFixed(seconds < 10 ? 2 : 1))} s`
  const whole = Math.round(seconds)
  const two = (number: number) => String(number).padStart(2, '0')
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}

/** `8.2 ms`, `2.1 s`. */
function timelineMs(ms: number): string {
  return ms < 1000 ? `${Number(ms.toPrecision(3))} ms` : `${Number((ms / 1000).toPrecision(3))} s`
}

/** `12`, `0.25`. */
function timelineRate(perSecond: number): string {
  return String(Number(perSecond.toPrecision(3)))
}
