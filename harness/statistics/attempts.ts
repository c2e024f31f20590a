import { fisherTail } from './tails.ts'

export interface AttemptsChange {
  readonly meanBefore: number
  readonly meanAfter: number
  /** The chance that so many more calls take so many attempts, if nothing changed; corrected for the counts it looked at. */
  readonly pOfMore: number
}

/**
 * Compares how many attempts logical calls take: `[calls of one attempt, of two, …]`, before against after. Exact, by
 * Fisher's test at each number of attempts that was exceeded at all.
 */
export function attemptsChange(before: readonly number[], after: readonly number[]): AttemptsChange {
  const longest = Math.max(before.length, after.length)
  const [allBefore, allAfter] = [total(before), total(after)]
  const chances = Array.from({ length: Math.max(0, longest - 1) }, (_, index) => {
    const earlier = { fails: total(before.slice(index + 1)), total: allBefore }
    const later = { fails: total(after.slice(index + 1)), total: allAfter }
    return fisherTail(earlier, later)
  })
  return {
    meanBefore: mean(before, allBefore),
    meanAfter: mean(after, allAfter),
    pOfMore: corrected(chances),
  }
}

function corrected(ps: readonly number[]): number {
  return ps.length === 0 ? 1 : Math.min(1, ps.length * Math.min(...ps))
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

/** Attempts per call; 0 where there were no calls. */
function mean(counts: readonly number[], calls: number): number {
  return calls === 0 ? 0 : counts.reduce((sum, count, index) => sum + count * (index + 1), 0) / calls
}
