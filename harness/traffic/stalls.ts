import type { StallPart, StallWindow } from '../model/evidence.ts'

const MOST_WINDOWS = 100
/** Requests that were due within this time of each other have one cause as a rule. */
const PART_MS = 500
/** Steps stay shorter than a stall for two minutes of stalls without a pause. */
const MOST_PARTS = 120

type Span = Omit<StallWindow, 'endpoint'>
type Parted = Span & Required<Pick<StallWindow, 'parts'>>

/** Requests that stalled or failed, folded into windows of overlapping spans: bounded, however many there are. */
export class Stalls {
  #windows: readonly Parted[] = []

  get windows(): readonly Parted[] {
    return this.#windows
  }

  add({ parts, ...span }: Span): void {
    const added = { ...span, parts: parts ?? [span] }
    const apart = this.#windows.filter(({ fromMs, toMs }) => toMs < span.fromMs || fromMs > span.toMs)
    const joined = this.#windows.filter((window) => !apart.includes(window)).reduce(joinWindows, added)
    const windows = [...apart, joined].sort((a, b) => a.fromMs - b.fromMs)
    this.#windows = windows.length > MOST_WINDOWS ? joinNearest(windows) : windows
  }
}

function joinWindows(one: Parted, other: Parted): Parted {
  return { ...join(one, other), parts: partsOf([...one.parts, ...other.parts]) }
}

function join(one: StallPart, other: StallPart): StallPart {
  return {
    fromMs: Math.min(one.fromMs, other.fromMs),
    toMs: Math.max(one.toMs, other.toMs),
    stalled: one.stalled + other.stalled,
    failed: one.failed + other.failed,
    longestMs: Math.max(one.longestMs, other.longestMs),
  }
}

/** By when they were due, in the finest steps that leave few enough. */
function partsOf(parts: readonly StallPart[]): readonly StallPart[] {
  for (let stepMs = PART_MS; ; stepMs *= 2) {
    const same = Map.groupBy(parts, ({ fromMs }) => Math.floor(fromMs / stepMs))
    if (same.size > MOST_PARTS) continue
    return [...same.values()].map((some) => some.reduce(join)).sort((a, b) => a.fromMs - b.fromMs)
  }
}

function joinNearest(windows: readonly Parted[]): readonly Parted[] {
  const gaps = windows.slice(1).map(({ fromMs }, index) => fromMs - (windows[index]?.toMs ?? fromMs))
  const nearest = gaps.indexOf(Math.min(...gaps))
  const [one, other] = [windows[nearest], windows[nearest + 1]]
  if (one === undefined || other === undefined) return windows
  return windows.toSpliced(nearest, 2, joinWindows(one, other))
}
