import { type Entry, type EntryOf, entriesOf } from '../../model/evidence.ts'
import type { Scenario } from '../../model/facts-of-trials.ts'
import type { Ruling } from '../../model/finding.ts'
import type { Check } from '../check.ts'
import { passed } from '../rule.ts'

/** One run of a migration on a clone, with everything that was recorded of it. */
export interface Trial {
  readonly started: EntryOf<'trial.started'>
  readonly scenario: Scenario
  /** Undefined where the journal stops before its end. */
  readonly ended: EntryOf<'trial.ended'> | undefined
  readonly entries: readonly Entry[]
}

/** A migration that was examined, with its trials in journal order. */
export interface Examined {
  readonly fact: EntryOf<'migration.examined'>
  readonly name: string
  readonly trials: readonly Trial[]
  readonly broken: readonly EntryOf<'trial.broken'>[]
  readonly alone: Trial | undefined
  /** Everything said of this migration, its trials' entries excepted. */
  readonly entries: readonly Entry[]
}

/** Reads the journal for a check of trials. Journals without any are those of rehearsals that asked for none. */
export function onMigrations(
  judge: (migrations: readonly Examined[], entries: readonly Entry[]) => Ruling,
): Check['judge'] {
  return (entries) => {
    const migrations = examinedIn(entries)
    return migrations.length === 0 ? passed('no migration was examined on clones') : judge(migrations, entries)
  }
}

/** The migrations of a journal, in the order in which they were examined. */
export function examinedIn(entries: readonly Entry[]): readonly Examined[] {
  const trials = trialsIn(entries)
  return entriesOf(entries, 'migration.examined').map((fact) => {
    const own = trials.filter(({ started }) => started.migration === fact.migration)
    const said = entries.filter((entry) => 'migration' in entry && entry.migration === fact.migration)
    return {
      fact,
      name: fact.name,
      trials: own,
      broken: entriesOf(said, 'trial.broken'),
      alone: own.findLast(({ scenario }) => scenario === 'alone'),
      entries: said,
    }
  })
}

function trialsIn(entries: readonly Entry[]): readonly Trial[] {
  const byTrial = new Map<number, Entry[]>()
  for (const entry of entries) {
    if (!('trial' in entry) || entry.trial === null) continue
    const known = byTrial.get(entry.trial)
    if (known === undefined) byTrial.set(entry.trial, [entry])
    else known.push(entry)
  }
  return entriesOf(entries, 'trial.started').map((started) => {
    const own = byTrial.get(started.trial) ?? []
    return { started, scenario: started.scenario, ended: entriesOf(own, 'trial.ended').at(-1), entries: own }
  })
}
