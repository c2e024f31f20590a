import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PartnerRoute } from '../../harness/model/stage.ts'
import type { Call } from '../../harness/partners/call.ts'
import { foldCalls, type Recorded } from '../../harness/partners/fold.ts'
import { answerTimeMs, chance, faultAt } from '../../harness/partners/schedule.ts'
import { T0 } from '../checks/journal.ts'

/** An acquirer that fails for 300 to 700 ms in every two seconds, as that of rehearsal.backoff.yaml does. */
export const ROUTE: PartnerRoute = {
  operation: 'PUT /charges/:id',
  method: 'PUT',
  path: '/charges/:id',
  status: 201,
  headers: {},
  body: '',
  latency: { p50Ms: 10, p99Ms: 40 },
  faults: [{ everyMs: 2_000, lasting: { minMs: 300, maxMs: 700 }, status: 503 }],
}

/** A client's delay before attempt 2, 3, …, in ms, given a number in (0, 1); null gives up. */
export type Backoff = (attempt: number, random: number) => number | null

export const fixed =
  (...delaysMs: readonly number[]): Backoff =>
  (attempt) =>
    delaysMs[attempt - 2] ?? null

/** How a phase goes: who calls, and how busy the machine is (1 adds 6 ms to each delay in the mean, and stalls now and then). */
export interface Played {
  readonly phase: 'baseline' | 'soak' | 'restored'
  readonly backoff: Backoff
  readonly load?: number
}

const PHASE_MS = 20_000
const RATE = 10

export const PHASES = (['baseline', 'soak', 'restored'] as const).map((phase, index) => {
  const fromMs = T0 + index * 60_000
  return { phase, fromMs, toMs: fromMs + PHASE_MS }
})

/** Calls as a stand-in records them. Arrivals differ from phase to phase, which is harder than what a schedule gives. */
export function simulate(seed: number, played: readonly Played[], route: PartnerRoute = ROUTE): readonly Call[] {
  let logical = 0
  return played.flatMap(({ phase, backoff, load = 1 }) => {
    const beganMs = PHASES.find((one) => one.phase === phase)?.fromMs ?? T0
    const arrivals = Array.from(
      { length: (RATE * PHASE_MS) / 1_000 },
      (_, n) => chance(seed, phase, 'arrival', n) * PHASE_MS,
    )
    return arrivals.flatMap((atMs) => {
      const one = { logical: ++logical, phase, atMs: beganMs + atMs, beganMs }
      return attemptsAt(route, one, (attempt, ...names) => chance(seed, phase, logical, attempt, ...names), {
        backoff,
        load,
      })
    })
  })
}

function attemptsAt(
  route: PartnerRoute,
  one: { readonly logical: number; readonly phase: string; readonly atMs: number; readonly beganMs: number },
  random: (attempt: number, name: string) => number,
  { backoff, load }: { readonly backoff: Backoff; readonly load: number },
): readonly Call[] {
  const calls: Call[] = []
  for (let [attempt, atMs] = [1, one.atMs]; ; attempt++) {
    const fault = faultAt(7, 'acquirer', route, atMs - one.beganMs)
    // A stand-in does less between two moments than a service: it is late by less.
    const lateMs = 0.4 * lateness(load, (name) => random(attempt, `own ${name}`))
    const tookMs = lateMs + answerTimeMs(7, 'acquirer', route, one.logical * 10 + attempt)
    const key = `payment-${one.logical}`
    const { logical, phase } = one
    const { operation, method } = route
    const about = { phase, operation, method, path: `/charges/${key}`, key, by: 'Idempotency-Key', logical } as const
    const asks = fault?.retryAfterMs === undefined ? {} : { retryAfterMs: fault.retryAfterMs }
    calls.push({
      ...about,
      atMs,
      tookMs,
      lateMs,
      attempt,
      status: fault?.status ?? 201,
      fault: fault !== null,
      ...asks,
    })
    const delayMs = fault === null ? null : backoff(attempt + 1, random(attempt, 'jitter'))
    if (delayMs === null) return calls
    atMs += tookMs + delayMs + lateness(load, (name) => random(attempt, name))
  }
}

/** What a machine adds to a delay: the way there and back, and sometimes a stall. */
function lateness(load: number, random: (name: string) => number): number {
  const usual = -6 * load * Math.log(random('late'))
  return random('stalled') < 0.02 * load ? usual + 150 * random('stall') : usual
}

/** The facts that a run with these calls records. */
export async function factsOf(calls: readonly Call[], more: Partial<Recorded> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'fulldress-calls-'))
  try {
    await writeFile(join(folder, 'acquirer.jsonl'), calls.map((call) => `${JSON.stringify(call)}\n`).join(''))
    return await foldCalls({
      folder,
      file: 'acquirer.jsonl',
      partner: 'acquirer',
      phases: PHASES,
      requests: [],
      ...more,
    })
  } finally {
    await rm(folder, { recursive: true })
  }
}
