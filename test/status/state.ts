import type { EndpointNow } from '../../harness/model/reading.ts'
import type { Message } from '../../harness/status/message.ts'
import type { LiveState } from '../../harness/status/state.ts'
import { T0 } from '../checks/journal.ts'

export function message(number: number, overrides: Partial<Message> = {}): Message {
  return {
    fulldress: 1,
    number,
    at: new Date(T0 + number * 1_000).toISOString(),
    kind: 'act',
    rehearsal: 'orders-v42',
    run: 'k3f9a2',
    owner: null,
    contact: null,
    act: 'upgrade',
    ended: [],
    next: 'soak',
    elapsedMs: number * 1_000,
    nextUpdateBy: new Date(T0 + 900_000).toISOString(),
    verdict: null,
    counts: { blockers: 0, concerns: 0, notes: 0 },
    finding: null,
    text: `message ${number}`,
    ...overrides,
  }
}

export const ENDPOINT: EndpointNow = {
  endpoint: 'POST /orders',
  requestsPerSecond: 41.26,
  failedShare: 0.002,
  quantile: { name: 'p95', ms: 41.4 },
}

export function state(overrides: Partial<LiveState> = {}): LiveState {
  return {
    fulldress: 1,
    rehearsal: 'orders-v42',
    run: 'k3f9a2',
    runtime: 'processes',
    owner: null,
    contact: null,
    atMs: T0 + 75_000,
    startedMs: T0,
    act: { name: 'upgrade', sinceMs: T0 + 70_000 },
    next: 'soak',
    nextUpdateBy: new Date(T0 + 900_000).toISOString(),
    doing: 'migrate migrations',
    part: null,
    ended: [{ act: 'baseline', status: 'ok', durationMs: 60_000, summary: 'p99 41 ms' }],
    reading: { endpoints: [ENDPOINT], waiting: { sessions: 7, longestMs: 2_140, tables: ['orders'] } },
    furtherEndpoints: 0,
    findings: [],
    furtherFindings: 0,
    counts: { blockers: 0, concerns: 0, notes: 0 },
    judgedAfter: 'baseline',
    messages: [message(1)],
    ending: null,
    ...overrides,
  }
}
