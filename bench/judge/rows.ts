import type { Pairing } from '../../harness/model/facts-of-judging.ts'
import type { World } from './simulation.ts'

/** A row of the table: what is simulated, how often, and what has to come out. */
export interface Row {
  readonly name: string
  readonly world: Omit<World, 'seed'>
  /** As a share of the rehearsals asked for. */
  readonly share: number
  readonly pairing: Pairing
  /** Whether the first endpoint has to be EQUIVALENT; a spec that says nothing gates none. */
  readonly gated: boolean
  readonly holds: ((tally: Tally) => boolean) | null
}

/** Rehearsals by what the judges said. */
export interface Tally {
  readonly rehearsals: number
  readonly go: number
  readonly noGo: number
  readonly inconclusive: number
  /** Why INCONCLUSIVE; a rehearsal may count more than once. */
  readonly restoredAlarm: number
  readonly oddEvenAlarm: number
  readonly gateOpen: number
  /** The first endpoint, which is the one that changes, named; and any other. */
  readonly found: number
  readonly wronglyNamed: number
  /** Mean of the power that the positive control of the first endpoint printed. */
  readonly printedPower: number
  readonly kayentaFound: number
  readonly kayentaWrong: number
  readonly tenthFound: number
  readonly tenthWrong: number
  readonly quarterFound: number
  readonly quarterWrong: number
}

const DESIGN: Omit<World, 'seed'> = {
  endpoints: 10,
  blocks: 20,
  requestsPerBlock: 500,
  shape: null,
  sigma: 0.8,
  drift: 0.02,
  bursts: 0.5,
  blockNoise: 0.05,
  errorRate: 0.001,
  change: null,
}
const LOGNORMAL = { ...DESIGN, shape: 'lognormal' } as const

const quiet = ({ rehearsals, noGo, inconclusive }: Tally) =>
  noGo <= 0.015 * rehearsals && inconclusive <= 0.05 * rehearsals
const finds =
  (least: number) =>
  ({ rehearsals, found }: Tally) =>
    found >= least * rehearsals

function row(name: string, world: Omit<World, 'seed'>, rest: Partial<Row> = {}): Row {
  return { name, world, share: 0.05, pairing: 'triplets', gated: false, holds: null, ...rest }
}

/** The bars of the issue first, then what else is good to know. */
export const ROWS: readonly Row[] = [
  row('nothing changes, drift up to 2 %, one endpoint gates', DESIGN, { share: 1, gated: true, holds: quiet }),
  row(
    'p99 +25 %, sigma 0.8',
    { ...LOGNORMAL, change: { kind: 'slower', by: 0.25 } },
    { share: 0.1, holds: finds(0.9) },
  ),
  row(
    '3 % of requests ten times slower',
    { ...LOGNORMAL, change: { kind: 'minority', share: 0.03, times: 10 } },
    { share: 0.1, holds: finds(0.95) },
  ),
  row('2 % of requests ten times slower', { ...LOGNORMAL, change: { kind: 'minority', share: 0.02, times: 10 } }),
  row('p99 +25 %, sigma 1.2', { ...LOGNORMAL, sigma: 1.2, change: { kind: 'slower', by: 0.25 } }),
  row('p99 +25 %, drift 30 %', { ...LOGNORMAL, drift: 0.3, driftUp: true, change: { kind: 'slower', by: 0.25 } }),
  row('p99 +25 %, unpaired', { ...LOGNORMAL, change: { kind: 'slower', by: 0.25 } }, { pairing: 'blocks' }),
  row(
    'p99 +25 %, drift 30 %, unpaired',
    { ...LOGNORMAL, drift: 0.3, driftUp: true, change: { kind: 'slower', by: 0.25 } },
    { pairing: 'blocks' },
  ),
  row('errors 0.1 % → 0.5 %', { ...DESIGN, change: { kind: 'errors', rate: 0.005 } }),
  row('nothing changes, drift up to 3 %', { ...DESIGN, drift: 0.03 }),
  row('nothing changes, drift 10 %', { ...DESIGN, drift: 0.1, driftUp: true }),
  row('nothing changes, drift 50 %', { ...DESIGN, drift: 0.5, driftUp: true }),
  row('nothing changes, unpaired', DESIGN, { pairing: 'blocks' }),
]
