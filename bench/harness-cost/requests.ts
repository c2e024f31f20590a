import exec from 'k6/execution'
import http from 'k6/http'
import { Counter, Trend } from 'k6/metrics'

// What k6 runs: the app's first screen, then an order, against the sample. RATE (iterations a second) makes the model
// open; without it, it is closed and as fast as it can be.

const BASE_URL = __ENV.BASE_URL ?? ''
const SECONDS = Number(__ENV.SECONDS)
const VUS = Number(__ENV.VUS)
const RATE = __ENV.RATE === undefined ? null : Number(__ENV.RATE)
const CUSTOMERS = 64
const WARM_UP_MS = 1_500

const latency = new Trend('latency', true)
const counted = new Counter('counted')
const wrong = new Counter('wrong')
const born = Date.now().toString(36)

const lasts = { duration: `${SECONDS * 1_000 + WARM_UP_MS}ms`, gracefulStop: '5s' }

export const options = {
  scenarios: {
    all:
      RATE === null
        ? { ...lasts, executor: 'constant-vus', vus: VUS }
        : { ...lasts, executor: 'constant-arrival-rate', rate: RATE, preAllocatedVUs: VUS },
  },
  summaryTrendStats: ['p(99)'],
}

export function setup(): readonly string[] {
  return Array.from({ length: CUSTOMERS }, (_, index) => {
    const who = { email: `customer-${index + 1}@example.test`, password: `rehearsal-${index + 1}` }
    const response = http.post(`${BASE_URL}/login`, JSON.stringify(who))
    return response.json('token') as string
  })
}

export default function iteration(tokens: readonly string[]): void {
  const { idInTest: vu, iterationInInstance } = exec.vu
  const params = { headers: { Authorization: `Bearer ${tokens[vu % CUSTOMERS]}` } }
  note(http.get(`${BASE_URL}/mobile/home`, params), 200)
  const order = { reference: `cost-${born}-${vu}-${iterationInInstance}`, amountCents: 1_000 }
  note(http.post(`${BASE_URL}/orders`, JSON.stringify(order), params), 201)
}

function note({ status, timings }: { status: number; timings: { duration: number } }, expected: number): void {
  if (status !== expected) wrong.add(1)
  const passedMs = Date.now() - exec.scenario.startTime
  if (passedMs < WARM_UP_MS || passedMs >= WARM_UP_MS + SECONDS * 1_000) return
  counted.add(1)
  latency.add(timings.duration)
}

interface Summary {
  readonly metrics: Readonly<Record<string, { readonly values: Readonly<Record<string, number>> } | undefined>>
}

export function handleSummary({ metrics }: Summary) {
  const one = (metric: string, value: string) => metrics[metric]?.values[value] ?? 0
  const result = {
    perSecond: one('counted', 'count') / SECONDS,
    p99Ms: one('latency', 'p(99)'),
    wrong: one('wrong', 'count'),
    dropped: one('dropped_iterations', 'count'),
  }
  return { stdout: `${JSON.stringify(result)}\n` }
}
