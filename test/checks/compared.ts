import type { SteadyPhase } from '../../harness/model/act.ts'
import type { EntryOf, Fact } from '../../harness/model/evidence.ts'
import type { EndpointComparison, MetricComparison, MetricName } from '../../harness/model/facts-of-judging.ts'
import { phase, started, step, trafficStarted } from './journal.ts'

type Compared = EntryOf<'traffic.compared'>

export function metric(name: MetricName, overrides: Partial<MetricComparison> = {}): MetricComparison {
  const share = name === 'errors' || name === 'exceedance'
  return {
    metric: name,
    before: share ? 0.01 : 41,
    after: share ? 0.01 : 42,
    ratio: share ? 1 : 42 / 41,
    low: share ? -0.002 : -0.05,
    high: share ? 0.002 : 0.12,
    p: 0.4,
    adjustedP: 0.9,
    q: 0.8,
    answer: 'equivalent',
    couldHideUpTo: share ? 0.002 : 0.12,
    because: '',
    settledBy: null,
    ...overrides,
  }
}

/** 41 ms before, 57 ms after: certain, and large enough. */
export const SLOWER = metric('p99', {
  after: 56.6,
  ratio: 1.38,
  low: 0.31,
  high: 0.46,
  p: 0.0001,
  adjustedP: 0.002,
  q: 0.001,
  answer: 'regressed',
  couldHideUpTo: 0.46,
})

export function compared(overrides: Partial<EndpointComparison> = {}): EndpointComparison {
  return {
    endpoint: 'POST /payments',
    gate: false,
    requests: { baseline: 10_000, soak: 10_010, restored: 9_990 },
    quantile: 'p99',
    answer: 'equivalent',
    metrics: [metric('p99'), metric('errors'), metric('exceedance')],
    power: 0.9,
    ...overrides,
  }
}

const QUIET = { ran: true, because: 'no pair differs', smallestP: 0.0001, alarms: [] }

export const DESIGN: Compared['design'] = {
  blocks: 20,
  blockMs: 15_000,
  doubled: false,
  autocorrelation: 0.1,
  phases: 3,
  pairing: 'triplets',
  permutations: 9_999,
  exact: false,
  smallestP: 0.0001,
  canGate: true,
  alpha: 0.01,
  atDesignSize: true,
  notes: [],
}

/** A run whose journal holds nothing but what the comparison's checks read. */
export function comparedRun(overrides: Partial<Compared> = {}): readonly Fact[] {
  const said = {
    kind: 'traffic.compared',
    durationMs: 900,
    unscheduled: [],
    design: DESIGN,
    endpoints: [compared()],
    controls: { oddEven: QUIET, restored: QUIET },
    ...overrides,
  } as const
  return [...bareRun(), said]
}

/** The same run, in which nothing was compared. */
export function bareRun(): readonly Fact[] {
  const phases = (['baseline', 'upgrade', 'soak', 'rollback', 'restored'] as const).map((name) => phase(name))
  return [started({ compares: true }), trafficStarted(), step('upgrade'), step('rollback'), ...phases]
}

export function alarmed(what: 'oddEven' | 'restored'): Compared['controls'] {
  const alarm = { endpoint: 'GET /home', metric: 'p95', before: 20, after: 31, ratio: 1.55, adjustedP: 0.004 } as const
  return { oddEven: QUIET, restored: QUIET, [what]: { ...QUIET, alarms: [alarm] } }
}

/** A machine of which other programs take 2 %, and a piece of work 1.2 ms. */
export function pace(name: SteadyPhase, overrides: Partial<EntryOf<'machine.pace'>> = {}): Fact {
  const shares = { ours: 0.4, others: 0.02, stolen: 0 }
  return { kind: 'machine.pace', phase: name, overMs: 20_000, cpus: 2, ...shares, workMs: 1.2, ...overrides }
}
