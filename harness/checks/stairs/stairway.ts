import { type Entry, type EntryOf, entriesOf } from '../../model/evidence.ts'
import type { Finding, Ruling, Severity } from '../../model/finding.ts'
import type { Check } from '../check.ts'
import { passed, rule } from '../rule.ts'
import { gist } from '../steps-complete.ts'
import { plural } from '../wording.ts'
import { missingStairs } from './missing.ts'
import { butFor, type Told } from './told.ts'

export type Stair = EntryOf<'stair.climbed'>

/** What a journal holds of a stairway, in a rehearsal or by itself. */
export interface Stairway {
  readonly entries: readonly Entry[]
  readonly stairs: readonly Stair[]
  /** False where nobody goes down this way: a snapshot is restored, only code goes back, or there is no way back. */
  readonly inUse: boolean
  /** Undefined for a stairway by itself. */
  readonly rehearsal: EntryOf<'rehearsal.started'> | undefined
}

export interface StairCheck {
  readonly passed: string
  /** What others say already, so that nothing is said twice; it passes nonetheless, and says of what not. */
  told?(stairway: Stairway): readonly Told[]
  findings(stairway: Stairway): readonly Finding[]
}

/**
 * Reads the journal for a check of stairs. Journals without any are those of runs that climbed none. Why some were not
 * tried, only stairway-climbed says in full.
 */
export function onStairs({ findings, told = () => [], passed: because }: StairCheck, inFull = false): Check['judge'] {
  return (entries) => {
    const stairway = stairwayIn(entries)
    const all = missingStairs(entries)
    const missing = inFull || all.length === 0 ? all : ['not every migration was tried, as stairway-climbed says']
    if (stairway.stairs.length === 0 && missing.length === 0) return passed('no migration was tried down and up again')
    return ruleOnStairs(
      findings(stairway),
      missing,
      `${plural(stairway.stairs.length, 'migration')}: ${because}${butFor(told(stairway))}`,
    )
  }
}

function ruleOnStairs(findings: readonly Finding[], missing: readonly string[], because: string): Ruling {
  return rule({
    findings,
    missing,
    settledBy: 'a run in which every migration is tried up, down and up again',
    passed: because,
  })
}

export function stairwayIn(entries: readonly Entry[]): Stairway {
  const [rehearsal] = entriesOf(entries, 'rehearsal.started')
  const inUse = rehearsal === undefined || rehearsal.wayBack === 'down'
  return { entries, stairs: entriesOf(entries, 'stair.climbed'), inUse, rehearsal }
}

/** What nobody uses, and what is declared with a reason, is worth no more than a note. */
export function severityOf({ inUse }: Stairway, { irreversible }: Stair, severity: Severity): Severity {
  return inUse && irreversible === undefined ? severity : 'note'
}

/** Said after a summary where the operator declared the migration to have no way back. */
export function declared({ irreversible }: Stair): string {
  return irreversible === undefined ? '' : `; declared as irreversible: ${irreversible}`
}

/** Said after a summary where the second way up failed as well. */
export function upAgain({ errors }: Stair): string {
  const error = errors.find(({ when }) => when === 're-up')
  return error === undefined ? '' : `; up again then fails: ${firstLine(error.message)}`
}

/** Objects that were compared after the rehearsal's own way back, and named there: one finding each is enough. */
export function objectsNamed({ entries }: Stairway): ReadonlySet<string> {
  const compared = entriesOf(entries, 'catalog.compared')
  return new Set(compared.flatMap(({ differences }) => differences.map(({ object }) => object)))
}

/** The first line, which says what a server refused; a tool's own announces its last lines, and is nothing without them. */
export function firstLine(text: string): string {
  const [first = ''] = text.split('\n', 1)
  return first.trimEnd().endsWith(':') ? gist(text) : first
}
