import type { Fact } from '../../harness/model/evidence.ts'
import type { EndpointComparison, MetricComparison } from '../../harness/model/facts-of-judging.ts'
import { between, noise, times } from './noise.ts'
import { endpointName, type Size } from './size.ts'

/** Before against after of every endpoint, and what earlier nights were like. */
export function comparisonFacts(size: Size): readonly Fact[] {
  const quiet = { ran: true, because: 'no pair differs', smallestP: 0.0002, alarms: [] }
  return [
    {
      kind: 'traffic.compared',
      durationMs: 2_400,
      unscheduled: ['legacy-poller'],
      design: {
        ...{ blocks: size.blocks, blockMs: size.blockMs, doubled: false, autocorrelation: 0.12, phases: 3 },
        ...{ pairing: 'triplets', permutations: 4_999, exact: false, smallestP: 0.0002, canGate: true, alpha: 0.01 },
        atDesignSize: size.blockMs >= 15_000,
        notes: [],
      },
      endpoints: times(size.endpoints, (index) => compared(index, size)),
      controls: { oddEven: quiet, restored: quiet },
    },
    nights(size),
  ]
}

function compared(index: number, { regressions, endpoints, blocks, blockMs }: Size): EndpointComparison {
  const seconds = (blocks * blockMs) / 1_000
  const requests = Math.round(seconds * between(index + 500, 4, 16))
  const quantile = requests >= 5_000 ? 'p99' : requests >= 1_000 ? 'p95' : requests >= 500 ? 'p90' : null
  const regressed = index < regressions
  const open = !regressed && index % 3 === 0
  const answer = regressed ? 'regressed' : index === endpoints - 1 ? 'improved' : open ? 'inconclusive' : 'equivalent'
  const latency = quantile === null ? [] : [metric(index, quantile, answer)]
  return {
    endpoint: endpointName(index),
    gate: index % 5 === 1,
    requests: { baseline: requests, soak: requests + 3, restored: requests - 2 },
    quantile,
    answer,
    metrics: [...latency, metric(index, 'errors', 'equivalent'), metric(index, 'exceedance', answer)],
    power: between(index, 0.4, 1),
  }
}

function metric(
  index: number,
  name: MetricComparison['metric'],
  answer: EndpointComparison['answer'],
): MetricComparison {
  const share = name === 'errors' || name === 'exceedance'
  const before = name === 'errors' ? 0.002 : share ? 0.01 : between(index, 30, 200)
  const rise = { regressed: 0.4, improved: -0.3, inconclusive: 0.15, equivalent: 0.01 }[answer]
  const half = between(index + 40, 0.03, 0.08) + (answer === 'inconclusive' ? 0.2 : 0)
  const [low, high] = share ? [rise * 0.01 - 0.002, rise * 0.01 + 0.002] : [rise - half, rise + half]
  return {
    ...{ metric: name, before, after: before * (1 + rise), ratio: 1 + rise, low, high },
    p: answer === 'regressed' ? 0.0002 : noise(index),
    adjustedP: answer === 'regressed' ? 0.0006 : 1,
    q: answer === 'regressed' ? 0.001 : 0.8,
    answer,
    couldHideUpTo: high,
    because: `a rise by more than +${(high * 100).toFixed(1)} % is excluded, margin +25 %`,
    settledBy: answer === 'inconclusive' ? '14 minutes more in each steady phase, or 6 requests/s more' : null,
  }
}

function nights({ endpoints }: Size): Fact {
  const trends = times(Math.min(endpoints, 12), (index) => ({
    endpoint: endpointName(index),
    quantile: 'p99',
    soakMs: times(20, (night) => between(index * 31 + night, 38, 44) + (night > 14 && index === 0 ? 16 : 0)),
    changes: index === 0 ? [{ at: '2026-11-16T02:00:00.000Z', fromMs: 41, toMs: 57 }] : [],
  }))
  const noiseOf = Object.fromEntries(trends.map(({ endpoint }, index) => [endpoint, between(index, 0.01, 0.04)]))
  return { kind: 'nights.read', environment: 'a1b2c3', nights: 20, noise: noiseOf, trends }
}
