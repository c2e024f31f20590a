import { describe } from '../errors.ts'
import type { Fact } from '../model/evidence.ts'
import type { DatabaseAddress } from '../model/stage.ts'
import { type RunAlone, runAlone } from './alone.ts'
import type { Examination } from './examination.ts'
import { touchedBy } from './script.ts'
import { askState, compareStates, readState } from './state.ts'
import { recordAll } from './trace.ts'

/** What the run alone did, and what it destroyed. */
export interface TracedRun extends RunAlone {
  /** `orders.note` */
  readonly columnsGone: readonly string[]
}

/** Runs the migration with nobody beside it, and records what it did and what was gone afterwards. */
export async function traceAlone(
  examination: Examination,
  { address, twin }: { readonly address: DatabaseAddress; readonly twin: DatabaseAddress | null },
): Promise<TracedRun> {
  const { number: migration, nextTrial, record, signal, lookout } = examination
  const look = () => (lookout === undefined ? readState(address) : askState(lookout))
  const trial = nextTrial()
  const facts: Fact[] = []
  try {
    const before = await look()
    const inner = { ...examination, record: (fact: Fact) => void facts.push(fact) }
    const alone = await runAlone({ examination: inner, trial, address, twin })
    const survived = compareStates(before, await look())
    const touched = touchedBy(alone.script).map(({ relation }) => relation)
    record({ kind: 'trial.started', trial, migration, scenario: 'alone', rows: null, touched })
    recordAll(record, [...facts, { kind: 'rows.survived', trial, ...survived }])
    return { ...alone, columnsGone: survived.columnsGone }
  } catch (error) {
    signal.throwIfAborted()
    record({ kind: 'trial.broken', migration, scenario: 'alone', reason: describe(error) })
    throw error
  }
}
