import type { Finding, Measures } from '../../model/finding.ts'
import type { RetriesSeen } from '../../model/retries-seen.ts'
import { type Fingerprint, fingerprintOf } from '../../statistics/backoff.ts'
import type { OperationComparison } from './compared.ts'
import { about, delaysInWords } from './retries-in-words.ts'

/** What changed in how an operation is retried, as one finding; none where nothing did. */
export function retriesFinding(check: string, comparison: OperationComparison): readonly Finding[] {
  const { name, phase, callers, before, after, evidence } = comparison
  const clauses = changesOf(comparison)
  if (clauses.length === 0) return []
  const by = callers.length === 0 ? 'not known which endpoint calls it' : `called by ${callers.join(' and ')}`
  return [
    {
      check,
      severity: severityOf(comparison),
      subject: callers.length === 0 ? name : `${callers.join(', ')} → ${name}`,
      summary: `${clauses.join('; ')} (baseline → ${phase}); ${by}`,
      remedy:
        phase === 'restored'
          ? 'Find what the rollback left behind: a setting, an environment variable, a package that still waits as the new version does.'
          : 'Set the old delays in the new version’s configuration, or agree the new ones with the third party: it will meet them on its worst day.',
      measured: measures(after),
      limit: measures(before),
      evidence,
    },
  ]
}

/**
 * Delays that merely differ concern nobody until the third party or the clients feel it. After the way back they block:
 * the old version with other delays is not the old version.
 */
function severityOf({ phase, delays, ...comparison }: OperationComparison): Finding['severity'] {
  return isFelt(comparison) || (phase === 'restored' && delays.length > 0) ? 'blocker' : 'concern'
}

function isFelt({
  moreAttempts,
  moreGivenUp,
  heedsLess,
  moreRepeated,
}: Pick<OperationComparison, 'moreAttempts' | 'moreGivenUp' | 'heedsLess' | 'moreRepeated'>): boolean {
  return moreAttempts || moreGivenUp || heedsLess || moreRepeated
}

function changesOf(comparison: OperationComparison): readonly string[] {
  const { before, after, delays, attempts, moreGivenUp, heedsLess, moreRepeated } = comparison
  const moved = delays.some(({ what }) => what === 'delay')
  const [jitter] = delays.filter(({ what }) => what === 'jitter')
  if (delays.length === 0 && !isFelt(comparison)) return []
  return [
    ...(moved ? [`delays between attempts ${delaysInWords(before)} → ${delaysInWords(after)} ms`] : []),
    ...(!moved && jitter !== undefined ? [jitterInWords(jitter.attempt, jitter.beforeMs, jitter.afterMs)] : []),
    ...(before.failedFirst + after.failedFirst === 0
      ? []
      : [`attempts per failed call ${attempts.meanBefore.toFixed(2)} → ${attempts.meanAfter.toFixed(2)}`]),
    ...(moreGivenUp || before.givenUp + after.givenUp > 0 ? [`given up ${givenUp(before)} → ${givenUp(after)}`] : []),
    ...(moreRepeated ? [`made again though no answer had failed ${repeated(before)} → ${repeated(after)}`] : []),
    ...(heedsLess ? [`Retry-After heeded ${heeded(before)} → ${heeded(after)}`] : []),
  ]
}

function jitterInWords(attempt: number, beforeMs: number, afterMs: number): string {
  return `the middle half of the delays before attempt ${attempt} spreads over ${about(beforeMs)} → ${about(afterMs)} ms`
}

function givenUp(seen: RetriesSeen): string {
  return `${seen.givenUp} of ${seen.failedFirst}`
}

function repeated(seen: RetriesSeen): string {
  return `${seen.repeated} of ${seen.began}`
}

function heeded({ retryAfter: { asked, honoured } }: RetriesSeen): string {
  return `${honoured} of ${asked}`
}

function measures(seen: RetriesSeen): Measures {
  const { firstMs, multiplier, jitter, capMs }: Fingerprint = fingerprintOf(seen.delays)
  const parts = { firstDelayMs: firstMs, delayMultiplier: multiplier, delayJitter: jitter, delayCapMs: capMs }
  const known = Object.entries(parts).flatMap(([key, value]) =>
    value === null ? [] : [[key, rounded(value)] as const],
  )
  return { ...Object.fromEntries(known), failedCalls: seen.failedFirst, givenUp: seen.givenUp }
}

function rounded(value: number): number {
  return Number(value.toPrecision(3))
}
