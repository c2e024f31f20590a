import type { BlockSample } from '../model/facts-of-judging.ts'
import { mergeCurves, type TailCurve, tailCurve } from './tail-curve.ts'

/** One endpoint in one block: dropped requests are among `requests`, among `bad`, and slower than anything. */
export interface Block {
  readonly curve: TailCurve
  readonly requests: number
  readonly bad: number
}

/**
 * The blocks of one endpoint in each phase compared; `after` is the index of the phase that is held against the others.
 */
export interface Trial {
  readonly endpoint: string
  readonly phases: readonly (readonly Block[])[]
  readonly after: number
}

export function blockOf({ latency, failed, dropped = 0 }: BlockSample): Block {
  const requests = latency.buckets.reduce((sum, [, count]) => sum + count, 0) + dropped
  return { curve: tailCurve([latency], requests), requests, bad: failed + dropped }
}

const wholes = new WeakMap<readonly Block[], Block>()

/** Several blocks as one; those of a phase are merged once. */
export function together(blocks: readonly Block[]): Block {
  const known = wholes.get(blocks)
  if (known !== undefined) return known
  const whole = {
    curve: mergeCurves(blocks.map(({ curve }) => curve)),
    requests: requestsOf(blocks),
    bad: blocks.reduce((sum, { bad }) => sum + bad, 0),
  }
  wholes.set(blocks, whole)
  return whole
}

/** Neighbours as one block; what is left over at the end is dropped. */
export function doubled(blocks: readonly Block[]): readonly Block[] {
  return Array.from({ length: Math.floor(blocks.length / 2) }, (_, at) => together(blocks.slice(2 * at, 2 * at + 2)))
}

export function requestsOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, { requests }) => sum + requests, 0)
}

/** The phases that "after" is held against, as one. */
export function beforeOf({ phases, after }: Trial): Block {
  return together(phases.filter((_, phase) => phase !== after).map(together))
}

export function afterOf({ phases, after }: Trial): Block {
  return together(phases[after] ?? [])
}
