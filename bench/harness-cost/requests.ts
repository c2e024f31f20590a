import exec from 'k6/execution'
import http from 'k6/http'
import { Counter, Trend } from 'k6/metrics'

// What k6 runs: the app's first screen, then an order, against the sample. RATE (iterations a second) makes the model
// open; without it, it is closed and as fast as it can be. Answers are counted by slice of time.

const BASE_URL = __ENV.BASE_URL ?? ''
const [START_MS, SLICES, SLICE_MS, SETTLE_MS, VUS] = [
  __ENV.START_MS,
  __ENV.SLICES,
  __ENV.SLICE_MS,
  __ENV.SETTLE_MS,
  __ENV.VUS,
].map(Number) as [number, number, number, number, number]
const RATE = __ENV.RATE === undefined ? null : Number(__ENV.RATE)
const CUSTOMERS = 64

const latency = new Trend('latency', true)
const wrong = new Counter('wrong')
const born = Date.now().toString(36)
const names = Array.from({ length: SLICES }, (_, slice) => `latency{slice:${slice}}`)

const lasts = { duration: `${START_MS + SLICES * SLICE_MS - Date.now()}ms`, gracefulStop: '5s' }

export const options = {
  scenarios: {
    all:
      RATE === null
        ? { ...lasts, executor: 'constant-vus', vus: VUS }
        : { ...lasts, executor: 'constant-arrival-rate', rate: RATE, preAllocatedVUs: VUS },
  },
  summaryTrendStats: ['p(99)', 'count'],
  // k6 keeps a metric by tag where a threshold asks for it.
  thresholds: Object.fromEntries(names.map((name) => [name, ['max>=0']])),
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
  const passedMs = Date.now() - START_MS
  const slice = Math.floor(passedMs / SLICE_MS)
  if (passedMs < 0 || slice >= SLICES || passedMs % SLICE_MS < SETTLE_MS) return
  latency.add(timings.duration, { slice: String(slice) })
}

interface Summary {
  readonly metrics: Readonly<Record<string, { readonly values: Readonly<Record<string, number>> } | undefined>>
}

export function handleSummary({ metrics }: Summary) {
  const one = (metric: string, value: string) => metrics[metric]?.values[value] ?? 0
  const result = {
    wrong: one('wrong', 'count'),
    dropped: one('dropped_iterations', 'count'),
    slices: names.map((name) => ({
      perSecond: (one(name, 'count') * 1_000) / (SLICE_MS - SETTLE_MS),
      p99Ms: one(name, 'p(99)'),
    })),
  }
  return { stdout: `${JSON.stringify(result)}\n` }
}
