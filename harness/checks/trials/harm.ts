import { type EntryOf, entriesOf } from '../../model/evidence.ts'
import type { Scenario } from '../../model/facts-of-trials.ts'
import type { Severity } from '../../model/finding.ts'
import type { Examined } from './examined.ts'

/** An error that somebody met because of a migration, in whichever trials. */
export interface Harm {
  readonly by: EntryOf<'harm.felt'>['by']
  /** The statement, or the table that a probe reads or writes. */
  readonly what: string
  readonly sqlstate: string
  readonly severity: Severity
  readonly scenarios: readonly Scenario[]
  readonly facts: readonly EntryOf<'harm.felt'>[]
}

/** Trials in which nobody but the migration is to blame for what the application's own statements meet. */
const PLAIN: ReadonlySet<Scenario> = new Set(['traffic', 'long-reader', 'idle-writer', 'prepared'])

/** A client that waits no longer than it likes, and one that is told to try again: its stall is judged, not its error. */
const OF_ITS_OWN: ReadonlySet<string> = new Set(['55P03', '57014', '40001'])
const DEADLOCK = '40P01'

/** The harm that a migration did, once per statement and error. Deadlocks of companions are judged by themselves. */
export function harmsOf({ trials }: Examined): readonly Harm[] {
  const felt = trials.flatMap(({ scenario, started, entries }) =>
    entriesOf(entries, 'harm.felt').map((fact) => ({ scenario, fact, synthetic: started.rows !== null })),
  )
  const causes = Map.groupBy(felt, ({ fact }) => `${fact.by} ${fact.sqlstate} ${fact.what}`)
  return [...causes.values()].flatMap((of) => {
    const [first] = of
    if (first === undefined) return []
    const { by, what, sqlstate } = first.fact
    if (sqlstate === DEADLOCK && by !== 'traffic') return []
    // What the others take is taken as our probes do; only prepared statements are something of their own.
    if (by === 'companion' && of.every(({ scenario }) => scenario !== 'prepared')) return []
    const harm = { by, what, sqlstate, scenarios: [...new Set(of.map(({ scenario }) => scenario))] }
    return [{ ...harm, severity: severityOf(of), facts: of.map(({ fact }) => fact) }]
  })
}

interface Felt {
  readonly scenario: Scenario
  readonly fact: EntryOf<'harm.felt'>
  /** Among rows that we made up, which prove nothing about the application’s. */
  readonly synthetic: boolean
}

function severityOf(of: readonly Felt[]): Severity {
  const plain = of.filter(({ scenario, fact, synthetic }) => {
    if (synthetic || fact.by !== 'traffic' || OF_ITS_OWN.has(fact.sqlstate)) return false
    // Beside a companion the deadlock may be with that; and statements of the traffic may deadlock with each other.
    return fact.sqlstate === DEADLOCK ? scenario === 'traffic' && fact.place !== null : PLAIN.has(scenario)
  })
  return plain.length > 0 ? 'blocker' : 'concern'
}

/** Whether a statement of the application fails for want of an object: `orders`, `orders.note`. */
export function trafficMisses({ by, what, sqlstate, severity, facts }: Harm, object: string): boolean {
  if (by !== 'traffic' || severity !== 'blocker' || !/^42(P01|703|704)$/.test(sqlstate)) return false
  const name = object.split('.').at(-1) ?? object
  return [what, ...facts.map(({ message }) => message)].some((text) => text.split(/[^\p{L}\p{N}_$]+/u).includes(name))
}
