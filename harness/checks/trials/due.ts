import { entriesOf } from '../../model/evidence.ts'
import type { Scenario } from '../../model/facts-of-trials.ts'
import { LOCK_MODES } from '../../model/lock-mode.ts'
import { gist } from '../steps-complete.ts'
import type { Examined, Trial } from './examined.ts'

const BESIDE: Readonly<Record<Scenario, string>> = {
  alone: 'alone',
  filled: 'on filled tables',
  traffic: 'with clients only',
  'long-reader': 'beside a long reader',
  'idle-writer': 'beside a writer idle in its transaction',
  'opposite-order': 'beside a transaction that takes the same tables in the opposite order',
  prepared: 'beside sessions with prepared statements',
  'second-runner': 'beside a second runner',
}

/** The circumstances of a trial as a sentence says them: `beside a long reader`. */
export function beside(scenario: Scenario): string {
  return BESIDE[scenario]
}

/** What is missing of the trials that a check asks for, one clause each; empty where it has all that were due. */
export function missingTrials(examined: Examined, scenarios: readonly Scenario[]): readonly string[] {
  const { alone, name } = examined
  const clauses = (scenario: Scenario) => clauseOn(examined, scenario).map((clause) => `${name}: ${clause}`)
  if (alone?.ended === undefined) return clauses('alone')
  if (isUntraced(examined, alone)) return [`${name}: what its statements did when it ran alone was not traced`]
  return scenarios.filter((scenario) => isDue(examined, scenario)).flatMap(clauses)
}

/** What is missing of the state that a probed migration left on its own: its rows, its indexes. */
export function missingState(examined: Examined): readonly string[] {
  const { alone, fact, name } = examined
  if (alone?.ended === undefined) return missingTrials(examined, [])
  if (!fact.probed || alone.ended.outcome !== 'completed') return []
  const read = entriesOf(alone.entries, 'rows.survived').length > 0
  return read ? [] : [`${name}: what the trial alone left was not read`]
}

/** Others stood beside the tables that the trace named, and the trace itself is not there. */
function isUntraced({ trials }: Examined, alone: Trial): boolean {
  const named = trials.some(({ started }) => started.touched.length > 0)
  return named && entriesOf(alone.entries, 'statement.traced').length === 0
}

function clauseOn({ trials, broken }: Examined, scenario: Scenario): readonly string[] {
  const own = trials.filter((trial) => trial.scenario === scenario)
  if (own.some(({ ended }) => ended !== undefined)) return []
  const [reason] = broken.filter((trial) => trial.scenario === scenario).map((trial) => gist(trial.reason))
  if (reason !== undefined) return [`the trial ${beside(scenario)} could not be performed: ${reason}`]
  return [`the trial ${beside(scenario)} ${own.length === 0 ? 'left no record' : 'was seen to begin and not to end'}`]
}

/**
 * Whether a migration must have a trial. Nobody stands beside one that is only traced, that fails on its own, or that
 * touches nothing anybody uses.
 */
function isDue({ fact, alone, broken, trials }: Examined, scenario: Scenario): boolean {
  if (scenario === 'alone') return true
  if (!fact.probed || alone?.ended?.outcome !== 'completed') return false
  const announced = [...broken, ...trials.map(({ started }) => started)].some((one) => one.scenario === scenario)
  return announced || touchedBy(alone).length > 0
}

const IN_USE: ReadonlySet<string> = new Set(['r', 'p', 'm'])
const MODES: readonly string[] = LOCK_MODES

/** Tables that were there before and that a trial locked in more than ACCESS SHARE. */
function touchedBy(trial: Trial): readonly string[] {
  const locks = entriesOf(trial.entries, 'statement.traced').flatMap((statement) => statement.locks)
  return locks
    .filter(({ existed, mode, relkind }) => existed && IN_USE.has(relkind) && MODES.indexOf(mode) > 0)
    .map(({ relation }) => relation)
    .filter((relation) => !/^(pg_|information_schema\.)/.test(relation))
}
