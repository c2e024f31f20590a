import { type EntryOf, entriesOf } from '../../model/evidence.ts'
import type { Place, TakenLock } from '../../model/facts-of-trials.ts'
import { LOCK_MODES } from '../../model/lock-mode.ts'
import { placeOf, shorten } from '../statement.ts'
import type { Trial } from './examined.ts'

export type Statement = EntryOf<'statement.traced'>

/** What one session did between two commits, in order. */
export interface Transaction {
  readonly statements: readonly Statement[]
  /** Undefined where its end was not seen. */
  readonly ended: EntryOf<'transaction.traced'> | undefined
}

/** The transactions of a trial, in the order in which they began. */
export function tracedIn(trial: Trial | undefined): readonly Transaction[] {
  if (trial === undefined) return []
  const ends = entriesOf(trial.entries, 'transaction.traced')
  const groups = Map.groupBy(
    entriesOf(trial.entries, 'statement.traced'),
    ({ pid, transaction }) => `${pid}/${transaction}`,
  )
  return [...groups].map(([key, statements]) => ({
    statements: statements.toSorted((one, other) => one.index - other.index),
    ended: ends.find(({ pid, transaction }) => `${pid}/${transaction}` === key),
  }))
}

const MODES: readonly string[] = LOCK_MODES

/** How much a table-level mode forbids, by the order of the documentation; -1 for none of them. */
export function strengthOf(mode: string): number {
  return MODES.indexOf(mode)
}

/** Kinds of relations of which only ACCESS EXCLUSIVE keeps clients waiting: nobody but a refresh writes to them. */
const READ_ONLY: ReadonlySet<string> = new Set(['i', 'I', 'm', 'v'])

/**
 * Whether a lock keeps clients from reading or writing: SHARE and up, on something that was there before. Nobody uses
 * a TOAST table by its own name.
 */
export function standsInTheWay({ existed, relkind, mode }: TakenLock): boolean {
  if (!existed || relkind === 't') return false
  return READ_ONLY.has(relkind) ? mode === 'AccessExclusiveLock' : strengthOf(mode) >= strengthOf('ShareLock')
}

/** Whether two places are the same line; two unknown ones are not. */
export function samePlace(one: Place | null, other: Place | null): boolean {
  return one !== null && other !== null && one.file === other.file && one.line === other.line
}

/** `migrations/003.sql:4`, or the statement itself where no file is known. */
export function subjectOf({ place, statement }: { readonly place: Place | null; readonly statement: string }): string {
  return place === null ? shorten(statement) : placeOf(place)
}
