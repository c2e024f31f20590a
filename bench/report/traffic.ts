import type { EndpointSummary, Fact, StallWindow } from '../../harness/model/evidence.ts'
import { between, noise, SIDE_FILE, times } from './noise.ts'
import { endpointName, type Size, type Span, spansOf } from './size.ts'

type Phase = Extract<Fact, { kind: 'traffic.phase' }>

/** How the scripts were played, and what clients felt in each act. */
export function trafficFacts(size: Size): Readonly<Record<Phase['phase'], readonly Fact[]>> {
  const spans = spansOf(size)
  const of = (phase: keyof typeof spans) => phaseFact(size, phase, spans[phase])
  return {
    baseline: [started(size), settled('baseline'), of('baseline')],
    upgrade: [of('upgrade')],
    soak: [settled('soak'), of('soak')],
    rollback: [of('rollback')],
    restored: [settled('restored'), of('restored')],
    forward: [],
  }
}

function started({ endpoints }: Size): Fact {
  const scenarios = times(Math.ceil(endpoints / 5), (index) => ({
    name: `journey-${index + 1}`,
    ratePerSecond: 12,
    executor: 'open schedule',
    note: index % 4 === 0 ? 'ramping-vus replaced by an open schedule at 12/s' : '',
  }))
  return { kind: 'traffic.started', k6: '2.0.0', scenarios }
}

function settled(phase: 'baseline' | 'soak' | 'restored'): Fact {
  const left = { vacuuming: ['public.orders'], vacuumEnded: true, change: 0.01, overMs: 10_000, flat: true }
  return { kind: 'phase.settled', phase, waitedMs: 4_200, ...left }
}

function phaseFact(
  { endpoints, blocks }: Size,
  phase: keyof ReturnType<typeof spansOf>,
  { fromMs, toMs }: Span,
): Phase {
  const transition = phase === 'upgrade' || phase === 'rollback'
  const summaries = times(endpoints, (index) => summary(index, (toMs - fromMs) / 1_000, phase === 'soak' ? 1.05 : 1))
  const iterations = summaries.reduce((sum, { requests }) => sum + requests, 0)
  return {
    kind: 'traffic.phase',
    phase,
    fromMs,
    toMs,
    blocks: transition ? 4 : blocks,
    endpoints: summaries,
    lag: { iterations, idleP99Ms: 1.8, busyP99Ms: null, busyLate: 0, dropped: 0, droppedBusy: 0 },
    checks: times(Math.ceil(endpoints / 5), (index) => ({
      scenario: `journey-${index + 1}`,
      name: 'answered as agreed',
      passes: Math.round(iterations / 12),
      fails: index === 0 ? 3 : 0,
    })),
    stalls: transition ? times(Math.min(8, endpoints), (index) => stall(index, fromMs)) : [],
    histograms: SIDE_FILE,
  }
}

function summary(index: number, seconds: number, slower: number): EndpointSummary {
  const p50Ms = between(index, 4, 40) * slower
  const latency = { p50Ms, p90Ms: p50Ms * 2, p95Ms: p50Ms * 2.8, p99Ms: p50Ms * 4.4, maxMs: p50Ms * 20 }
  const requests = Math.round(seconds * between(index + 500, 4, 16))
  return { endpoint: endpointName(index), requests, failed: Math.floor(noise(index + 900) * 4), latency }
}

function stall(index: number, fromMs: number): StallWindow {
  const at = fromMs + 5_000 + index * 400
  const longestMs = Math.round(between(index, 1_050, 2_600))
  const counts = { stalled: 20 + (index % 50), failed: index % 9 === 0 ? 4 : 0, longestMs }
  return { endpoint: endpointName(index % 30), fromMs: at, toMs: at + longestMs, ...counts }
}

/** How k6 ended, with thresholds of the scripts. */
export function trafficEnded(): Fact {
  const thresholds = times(6, (index) => ({
    metric: `http_req_duration{scenario:journey-${index + 1}}`,
    threshold: 'p(99)<900',
    ok: true,
    value: between(index, 80, 400),
  }))
  const how = { exitCode: 108, meaning: 'ended from inside', asExpected: true, summarised: true }
  return { kind: 'traffic.ended', ...how, thresholds, log: SIDE_FILE }
}
