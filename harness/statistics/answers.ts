import type { Answer, BodyRise, Hangs, JudgingLimits, MetricComparison } from '../model/facts-of-judging.ts'
import { type Effect, effectOf } from './effect.ts'
import type { Measured } from './metrics-of-trial.ts'
import { FEWEST_FOR_QUANTILE } from './quantile-choice.ts'
import { because } from './reasons.ts'
import { moreTraffic, type Phase, settledBy } from './settling.ts'
import type { Tested } from './step-down.ts'

/** What was found out about one metric by testing all of them at once, upwards and downwards. */
export interface Judged {
  readonly measured: Measured
  readonly up: Tested
  readonly down: Tested
  readonly q: number
}

export interface Bench {
  readonly alpha: number
  readonly canGate: boolean
  readonly smallestP: number
  readonly phase: Phase
}

/** One of the four answers, with its reason and what would settle it. */
export function answerMetric({ measured, up, down, q }: Judged, limits: JudgingLimits, bench: Bench): MetricComparison {
  const { metric, before, after, ratio, low, high } = measured
  const effect = effectOf(measured, limits)
  const answer = answerOf({ measured, up, down, q }, effect, bench)
  return {
    metric,
    before,
    after,
    ratio,
    low,
    high,
    p: up.p,
    adjustedP: up.adjustedP,
    q,
    answer,
    couldHideUpTo: high === null ? null : Math.max(0, high),
    because: because(
      { measured, effect, answer, adjustedP: answer === 'improved' ? down.adjustedP : up.adjustedP },
      bench,
    ),
    settledBy: settled({ measured, effect, answer }, bench.phase),
  }
}

/** An endpoint with too few requests for any quantile needs those first, whatever else is open. */
function settled(
  { measured, effect, answer }: { readonly measured: Measured; readonly effect: Effect; readonly answer: Answer },
  phase: Phase,
): string | null {
  const missing = FEWEST_FOR_QUANTILE - phase.requests
  if (measured.metric === 'exceedance' && missing > 0) return moreTraffic(missing, phase)
  return answer === 'inconclusive' ? settledBy(measured, effect, phase) : null
}

function answerOf({ measured: { low, high }, up, down }: Judged, effect: Effect, { alpha, canGate }: Bench): Answer {
  if (!canGate || low === null) return 'inconclusive'
  if (up.adjustedP <= alpha && low > effect.floor && effect.matters.up) return 'regressed'
  // Where requests are never answered nothing bounds the tail from above, which is no reason not to call it slower.
  if (high === null) return 'inconclusive'
  if (down.adjustedP <= alpha && high < -effect.floor && effect.matters.down) return 'improved'
  return high < effect.margin ? 'equivalent' : 'inconclusive'
}

/**
 * An endpoint is as its metrics are; exceedance alone does not make it EQUIVALENT, for it stands for no latency, and
 * neither does a quantile under which the other requests became slower, or in which those that hung do not show.
 */
export function answerEndpoint(
  metrics: readonly MetricComparison[],
  body: BodyRise | null,
  hangs: readonly Hangs[],
): Answer {
  const hung = hangs.filter(({ phase }) => phase === 'soak')
  if (metrics.some(({ answer }) => answer === 'regressed') || hung.some(({ certain }) => certain)) return 'regressed'
  if (body !== null || hung.length > 0) return 'inconclusive'
  const needed = metrics.filter(({ metric }) => metric !== 'exceedance')
  if (needed.length < 2 || needed.some(({ answer }) => answer === 'inconclusive')) return 'inconclusive'
  return needed.some(({ answer }) => answer === 'improved') ? 'improved' : 'equivalent'
}
