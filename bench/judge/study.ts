import type { Comparison } from '../../harness/model/facts-of-judging.ts'
import { compareTriplets } from '../../harness/statistics/compare.ts'
import { DEFAULT_JUDGING } from '../../harness/statistics/judging-defaults.ts'
import { outcomeOf } from '../../harness/statistics/outcome.ts'
import { type OtherAnswers, othersOn } from './other-rules.ts'
import type { Row, Tally } from './rows.ts'
import { simulate } from './simulation.ts'

/** The endpoint that a change hits, when there is one, and the one that gates. */
export const FIRST = 'GET /endpoint-0'

/** Simulates and judges the rehearsals with these seeds. */
export function study({ world, pairing, gated }: Row, fromSeed: number, toSeed: number): Tally {
  let tally: Tally = EMPTY
  for (let seed = fromSeed; seed < toSeed; seed++) {
    const triplets = simulate({ ...world, seed })
    const comparison = compareTriplets(triplets, { ...DEFAULT_JUDGING, seed, pairing, gates: gated ? [FIRST] : [] })
    tally = addTallies(tally, tallyOf(comparison, othersOn(triplets)))
  }
  return tally
}

export function addTallies(one: Tally, other: Tally): Tally {
  const keys = Object.keys(one) as (keyof Tally)[]
  return Object.fromEntries(keys.map((key) => [key, one[key] + other[key]])) as unknown as Tally
}

function tallyOf(comparison: Comparison, others: OtherAnswers): Tally {
  const outcome = outcomeOf(comparison)
  const [first, ...rest] = comparison.endpoints
  const count = (condition: boolean) => (condition ? 1 : 0)
  const right = (named: readonly number[]) => count(named.includes(0))
  const wrong = (named: readonly number[]) => count(named.some((index) => index > 0))
  return {
    rehearsals: 1,
    go: count(outcome === 'go'),
    noGo: count(outcome === 'no-go'),
    inconclusive: count(outcome === 'inconclusive'),
    restoredAlarm: count(comparison.controls.restored.alarms.length > 0),
    oddEvenAlarm: count(comparison.controls.oddEven.alarms.length > 0),
    gateOpen: count(comparison.endpoints.some(({ gate, answer }) => gate && answer === 'inconclusive')),
    found: count(first?.answer === 'regressed'),
    wronglyNamed: count(rest.some(({ answer }) => answer === 'regressed')),
    printedPower: first?.power ?? 0,
    kayentaFound: right(others.kayenta),
    kayentaWrong: wrong(others.kayenta),
    tenthFound: right(others.tenth),
    tenthWrong: wrong(others.tenth),
    quarterFound: right(others.quarter),
    quarterWrong: wrong(others.quarter),
  }
}

export const EMPTY: Tally = {
  rehearsals: 0,
  go: 0,
  noGo: 0,
  inconclusive: 0,
  restoredAlarm: 0,
  oddEvenAlarm: 0,
  gateOpen: 0,
  found: 0,
  wronglyNamed: 0,
  printedPower: 0,
  kayentaFound: 0,
  kayentaWrong: 0,
  tenthFound: 0,
  tenthWrong: 0,
  quarterFound: 0,
  quarterWrong: 0,
}
