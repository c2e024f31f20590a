import { RehearsalError } from '../../errors.ts'
import type { ReplayDescription, ReplayedJourneys } from '../../model/replay.ts'
import { MOST_SESSION_REQUESTS } from '../../model/traffic-model.ts'
import type { Arrivals } from '../inside/arrivals.ts'
import { randomNumbers } from '../random-numbers.ts'
import { deckOf } from './deck.ts'
import { learnedArrivals } from './learned-arrivals.ts'
import { thinkTimeOf } from './think-time.ts'

/** Fewer journeys than this, repeated, would show few of the ways through the matrix. */
const ENOUGH_JOURNEYS = 1000
/** Requests of all journeys; they are held in memory, by k6 as well. */
const MOST_STEPS = 3_000_000
/** Requests take time as well, and VUs that are late must not keep the next journey waiting. */
const SPARE_VUS = 1.3

/** A wait and the request after it: `[thinkMs, number of the endpoint]`, -1 for one that is left out. */
export type JourneyStep = readonly [number, number]

export interface DrawnJourneys {
  readonly arrivals: Arrivals
  /** One for each arrival of a period, before it those that are already under way at the epoch. */
  readonly journeys: readonly (readonly JourneyStep[])[]
  readonly vus: number
}

/**
 * Draws the journeys of one period. They are the same for the same seed, and those which an earlier period would have
 * begun are under way at the epoch: traffic begins as it goes on, however long its journeys are.
 */
export function drawJourneys(
  replay: ReplayDescription,
  journeys: ReplayedJourneys,
  { seed, blockMs }: { readonly seed: number; readonly blockMs: number },
): DrawnJourneys {
  const law = { perSecond: journeys.perSecond, dispersion: 1 }
  const arrivals = learnedArrivals(journeys.scenario, law, { seed, blockMs, atLeast: ENOUGH_JOURNEYS })
  const numbers = new Map(replay.endpoints.map(({ name }, index) => [name, index]))
  const walk = walker(journeys, numbers, seed)
  const count = stepCount(replay.file)
  const drawn = Array.from(arrivals.offsetsMs, () => count(walk()))
  const lengths = drawn.map((steps) => steps.reduce((sum, [thinkMs]) => sum + thinkMs, 0))
  const underWay = drawn.flatMap((steps, index) =>
    rests(steps, {
      beganMs: arrivals.offsetsMs[index] ?? 0,
      lengthMs: lengths[index] ?? 0,
      periodMs: arrivals.periodMs,
      count,
    }),
  )
  const atOnce = lengths.reduce((sum, ms) => sum + ms, 0) / arrivals.periodMs
  return {
    arrivals: { ...arrivals, underWay: underWay.length },
    journeys: [...underWay, ...drawn],
    vus: Math.ceil(SPARE_VUS * Math.max(atOnce, underWay.length)) + Math.ceil(journeys.perSecond / 2) + 5,
  }
}

function walker(
  { scenario, starts, transitions, idleMs }: ReplayedJourneys,
  numbers: ReadonlyMap<string, number>,
  seed: number,
): () => readonly JourneyStep[] {
  const random = randomNumbers(seed, `${scenario} of the model`)
  const start = deckOf(
    starts.map(({ endpoint, share }) => ({ value: endpoint, share })),
    random,
  )
  const rows = new Map(
    transitions.map(({ from, ends, next }) => {
      const followers = next.map(({ to, share, thinkMs }) => ({
        value: { to, think: thinkTimeOf(thinkMs, idleMs, random) },
        share,
      }))
      return [from, deckOf([{ value: null, share: ends }, ...followers], random)]
    }),
  )
  return () => {
    const steps: JourneyStep[] = []
    let at = start()
    let waitMs = 0
    while (steps.length < MOST_SESSION_REQUESTS) {
      steps.push([waitMs, numbers.get(at) ?? -1])
      const next = rows.get(at)?.() ?? null
      if (next === null) break
      at = next.to
      waitMs = next.think()
    }
    return steps
  }
}

/** Lets journeys through until their requests are too many. */
function stepCount(file: string): (steps: readonly JourneyStep[]) => readonly JourneyStep[] {
  let all = 0
  return (steps) => {
    all += steps.length
    if (all <= MOST_STEPS) return steps
    throw new RehearsalError(
      'spec-invalid',
      `expected journeys of ${file} with at most ${MOST_STEPS} requests drawn ahead, found more`,
      'lower `traffic.factor` or the rates of the model, or let more sessions end: `ends` in its rows',
    )
  }
}

interface Began {
  readonly beganMs: number
  readonly lengthMs: number
  readonly periodMs: number
  readonly count: (steps: readonly JourneyStep[]) => readonly JourneyStep[]
}

/** What is left at the epoch of a journey that began in one of the periods before it. */
function rests(
  steps: readonly JourneyStep[],
  { beganMs, lengthMs, periodMs, count }: Began,
): readonly (readonly JourneyStep[])[] {
  const found: (readonly JourneyStep[])[] = []
  for (let atMs = beganMs - periodMs; atMs + lengthMs > 0; atMs -= periodMs) {
    let dueMs = atMs
    const rest = steps.flatMap(([thinkMs, endpoint]): JourneyStep[] => {
      const beforeMs = Math.max(0, dueMs)
      dueMs += thinkMs
      return dueMs >= 0 ? [[dueMs - beforeMs, endpoint]] : []
    })
    if (rest.length > 0) found.push(count(rest))
  }
  return found
}
