import type { StallWindow } from '../model/evidence.ts'

const MOST_WINDOWS = 100

type Span = Omit<StallWindow, 'endpoint'>

/** Requests that stalled or failed, folded into windows of overlapping spans: bounded, however many there are. */
export class Stalls {
  #windows: readonly Span[] = []

  get windows(): readonly Span[] {
    return this.#windows
  }

  add(span: Span): void {
    const apart = this.#windows.filter(({ fromMs, toMs }) => toMs < span.fromMs || fromMs > span.toMs)
    const joined = this.#windows.filter((window) => !apart.includes(window)).reduce(join, span)
    const windows = [...apart, joined].sort((a, b) => a.fromMs - b.fromMs)
    this.#windows = windows.length > MOST_WINDOWS ? joinNearest(windows) : windows
  }
}

function join(one: Span, other: Span): Span {
  return {
    fromMs: Math.min(one.fromMs, other.fromMs),
    toMs: Math.max(one.toMs, other.toMs),
    stalled: one.stalled + other.stalled,
    failed: one.failed + other.failed,
    longestMs: Math.max(one.longestMs, other.longestMs),
  }
}

function joinNearest(windows: readonly Span[]): readonly Span[] {
  const gaps = windows.slice(1).map(({ fromMs }, index) => fromMs - (windows[index]?.toMs ?? fromMs))
  const nearest = gaps.indexOf(Math.min(...gaps))
  const [one, other] = [windows[nearest], windows[nearest + 1]]
  if (one === undefined || other === undefined) return windows
  return windows.toSpliced(nearest, 2, join(one, other))
}
