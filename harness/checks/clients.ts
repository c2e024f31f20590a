import type { StallPart, StallWindow } from '../model/evidence.ts'
import type { Phase, Play } from './play.ts'
import { few, lasting } from './wording.ts'

export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** What the clients felt while something held them up. */
export interface Felt {
  readonly requests: number
  readonly longestMs: number
  /** `212 POST /orders stalled, 38 failed; longest 2140 ms`. */
  readonly words: string
  /** Journal entries that show it. */
  readonly evidence: readonly number[]
}

export function overlaps(one: Span, other: Span): boolean {
  return one.fromMs <= other.toMs && other.fromMs <= one.toMs
}

/**
 * Stalled and failed requests per endpoint that the cause held up, beyond what baseline shows in as much time. What a
 * rival cause covers for longer is the rival's: what queued up behind a long lock is still being served when the next,
 * short one is taken. What two cover alike is the earlier's.
 */
export function felt({ phases, limits }: Play, causes: readonly Span[], rivals: readonly Span[] = []): Felt {
  const early = Math.max(limits.stallMs, LEAST_EARLY_MS)
  const isOf = (part: Part, cause: Span) =>
    overlaps(part, cause) && (!part.dated || part.fromMs >= cause.fromMs - early)
  const ours = (part: Part) => {
    const own = causes.filter((cause) => isOf(part, cause))
    const shareMs = Math.max(0, ...own.map((cause) => sharedMs(part, cause)))
    const sinceMs = Math.min(...own.map(({ fromMs }) => fromMs))
    const others = rivals.filter((rival) => isOf(part, rival))
    return own.length > 0 && others.every((rival) => isLess({ part, rival, shareMs, sinceMs }))
  }
  const met = [...phases.values()].flatMap((phase) =>
    partsOf(phase.stalls)
      .filter((part) => causes.some((cause) => overlaps(part, cause)))
      .map((window) => ({ window, phase })),
  )
  const hit = met.filter(({ window }) => ours(window))
  const none = hit.length < met.length ? ELSEWHERE : 'no request stalled'
  const sums = [...Map.groupBy(hit, ({ window }) => window.endpoint)].map(([endpoint, some]) => {
    const windows = some.map(({ window }) => window)
    return beyondUsual({ endpoint, windows, forMs: coveredMs([...causes, ...windows]) }, phases.get('baseline'))
  })
  const worstFirst = sums.filter((sum) => affected(sum) > 0).toSorted((one, other) => affected(other) - affected(one))
  const told = new Set(worstFirst.map(({ endpoint }) => endpoint))
  return {
    requests: worstFirst.reduce((sum, one) => sum + affected(one), 0),
    longestMs: Math.max(0, ...worstFirst.map(({ longestMs }) => longestMs)),
    words: worstFirst.length === 0 ? none : few(worstFirst.map(inWords), 3, '; '),
    evidence: [...new Set(hit.filter(({ window }) => told.has(window.endpoint)).map(({ phase }) => phase.seq))],
  }
}

/** Requests that began longer than a stall before a cause were stalling already; locks are seen a little late. */
const LEAST_EARLY_MS = 1_000

const ELSEWHERE = 'what stalled meanwhile had begun to before it, or is told of a longer lock'

export interface Part extends StallPart {
  readonly endpoint: string
  /** False in older journals, whose windows are as long as one request overlaps the next. */
  readonly dated: boolean
}

/** The requests of windows by when they were due where that is known, else by whole windows. */
export function partsOf(stalls: readonly StallWindow[]): readonly Part[] {
  return stalls.flatMap(({ parts, ...window }): readonly Part[] =>
    parts === undefined
      ? [{ ...window, dated: false }]
      : parts.map((part) => ({ ...part, endpoint: window.endpoint, dated: true })),
  )
}

interface Contest {
  readonly part: Span
  readonly rival: Span
  readonly shareMs: number
  readonly sinceMs: number
}

function isLess({ part, rival, shareMs, sinceMs }: Contest): boolean {
  const rivalMs = sharedMs(part, rival)
  return rivalMs < shareMs || (rivalMs === shareMs && rival.fromMs >= sinceMs)
}

function sharedMs(one: Span, other: Span): number {
  return Math.max(0, Math.min(one.toMs, other.toMs) - Math.max(one.fromMs, other.fromMs))
}

/** The time that spans cover together. */
function coveredMs(spans: readonly Span[]): number {
  let untilMs = Number.NEGATIVE_INFINITY
  let coveredMs = 0
  for (const { fromMs, toMs } of spans.toSorted((one, other) => one.fromMs - other.fromMs)) {
    coveredMs += Math.max(0, toMs - Math.max(fromMs, untilMs))
    untilMs = Math.max(untilMs, toMs)
  }
  return coveredMs
}

interface Sum {
  readonly endpoint: string
  readonly stalled: number
  readonly failed: number
  readonly longestMs: number
}

/** An endpoint's requests less those that stall or fail in baseline in as much time, in whole requests. */
function beyondUsual(
  { endpoint, windows, forMs }: { endpoint: string; windows: readonly StallPart[]; forMs: number },
  baseline: Phase | undefined,
): Sum {
  const usual = baseline?.stalls.filter((window) => window.endpoint === endpoint) ?? []
  const times = baseline === undefined ? 0 : forMs / (baseline.toMs - baseline.fromMs)
  const beyond = (what: 'stalled' | 'failed') =>
    Math.max(0, Math.floor(total(windows, what) - times * total(usual, what)))
  const longestMs = Math.max(0, ...windows.map((window) => window.longestMs))
  return { endpoint, stalled: beyond('stalled'), failed: beyond('failed'), longestMs }
}

function total(windows: readonly StallPart[], what: 'stalled' | 'failed'): number {
  return windows.reduce((sum, window) => sum + window[what], 0)
}

function inWords({ endpoint, stalled, failed, longestMs }: Sum): string {
  if (stalled === 0) return `${failed} ${endpoint} failed`
  return `${stalled} ${endpoint} stalled${failed === 0 ? ',' : `, ${failed} failed;`} longest ${lasting(longestMs)}`
}

/** A request may be both slow and failed, so neither count alone nor their sum is right; the larger is safe to say. */
export function affected({ stalled, failed }: { readonly stalled: number; readonly failed: number }): number {
  return Math.max(stalled, failed)
}
