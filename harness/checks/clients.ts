import type { Phase, Play } from './play.ts'
import { few, wholeMs } from './wording.ts'

export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** What the clients felt while something held them up. */
export interface Felt {
  readonly requests: number
  readonly longestMs: number
  /** `212 POST /orders stalled, longest 2140 ms`. */
  readonly words: string
  /** Journal entries that show it. */
  readonly evidence: readonly number[]
}

export function overlaps(one: Span, other: Span): boolean {
  return one.fromMs <= other.toMs && other.fromMs <= one.toMs
}

/**
 * Stalled requests per endpoint whose window meets the cause's span. A window that a rival cause covers for longer is
 * the rival's: what queued up behind a long lock is still being served when the next, short one is taken.
 */
export function felt({ phases }: Play, cause: Span, rivals: readonly Span[] = []): Felt {
  const ours = (window: Span) =>
    overlaps(window, cause) && rivals.every((rival) => sharedMs(window, rival) <= sharedMs(window, cause))
  const hit = [...phases.values()].flatMap((phase) => phase.stalls.filter(ours).map((window) => ({ window, phase })))
  const endpoints = new Map<string, Sum>()
  for (const { window } of hit) {
    const sum = endpoints.get(window.endpoint) ?? { stalled: 0, failed: 0, affected: 0, longestMs: 0 }
    endpoints.set(window.endpoint, {
      stalled: sum.stalled + window.stalled,
      failed: sum.failed + window.failed,
      affected: sum.affected + affected(window),
      longestMs: Math.max(sum.longestMs, window.longestMs),
    })
  }
  const worstFirst = [...endpoints].sort(([, one], [, other]) => other.affected - one.affected)
  return {
    requests: worstFirst.reduce((sum, [, one]) => sum + one.affected, 0),
    longestMs: Math.max(0, ...worstFirst.map(([, { longestMs }]) => longestMs)),
    words: worstFirst.length === 0 ? 'no request stalled' : few(worstFirst.map(inWords), 3, '; '),
    evidence: [...new Set(hit.map(({ phase }) => phase.seq))],
  }
}

function sharedMs(one: Span, other: Span): number {
  return Math.max(0, Math.min(one.toMs, other.toMs) - Math.max(one.fromMs, other.fromMs))
}

interface Sum {
  readonly stalled: number
  readonly failed: number
  readonly affected: number
  readonly longestMs: number
}

function inWords([endpoint, { stalled, failed, longestMs }]: readonly [string, Sum]): string {
  if (stalled === 0) return `${failed} ${endpoint} failed`
  return `${stalled} ${endpoint} stalled${failed === 0 ? '' : ` (${failed} failed)`}, longest ${wholeMs(longestMs)}`
}

/** A request may be both slow and failed, so neither count alone nor their sum is right; the larger is safe to say. */
export function affected({ stalled, failed }: Phase['stalls'][number]): number {
  return Math.max(stalled, failed)
}
