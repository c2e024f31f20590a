import { STAIR_VERDICTS, stairsCounted } from '../../../checks/stairs/stairs-in-words.ts'
import type { Stair } from '../../../checks/stairs/stairway.ts'
import { heldMs, strongestOf, worstStall } from '../../../checks/trials/statements-in-words.ts'
import { strengthOf } from '../../../checks/trials/traced.ts'
import { plural } from '../../../checks/wording.ts'
import { formatDuration } from '../../../model/duration.ts'
import { type Entry, entriesOf } from '../../../model/evidence.ts'
import { spellLockMode } from '../../../model/lock-mode.ts'
import { badge, h, type Markup, number, table, wide } from '../../html/markup.ts'
import { paragraphs, roomy } from '../../html/prose.ts'
import { heldInWords, heldOf, type Unit } from './unit.ts'

const TITLES = [
  'migration',
  'stairway',
  'strongest lock',
  'held alone',
  'held under load',
  'worst stall',
  'statements',
  'way',
] as const

/** All migrations in a table, each leading to what is told of it. */
export function overviewOf(units: readonly Unit[], entries: readonly Entry[]): readonly Markup[] {
  const stairs = entriesOf(entries, 'stair.climbed')
  const counted = stairs.length === 0 ? [] : [`Up, down and up again on clones, ${stairsCounted(stairs)}.`]
  return [
    ...paragraphs([`${plural(units.length, 'migration')}, tried on clones of the seeded database.`, ...counted]),
    wide('All migrations', table(TITLES, units.map(row))),
  ]
}

function row(unit: Unit): readonly (string | Markup)[] {
  const { id, name, direction, examined, statements, stair } = unit
  const link = h('a', { href: `#${id}` }, name)
  if (examined === null) return [link, verdictOf(stair), '-', '-', '-', '-', '-', 'up']
  const { watched } = examined
  const locks = statements.flatMap((statement) => {
    const lock = strongestOf(statement.locks)
    return lock === null ? [] : [{ statement, lock, ms: heldMs(statement, watched) }]
  })
  const [first] = locks.toSorted(
    (one, other) => strengthOf(other.lock.mode) - strengthOf(one.lock.mode) || (other.ms ?? 0) - (one.ms ?? 0),
  )
  const underLoad = longest(
    statements.flatMap((statement) => heldOf(unit, statement) ?? []).map(({ heldMs: ms }) => ms),
  )
  const stall = statements
    .flatMap((statement) => worstStall(statement, watched) ?? [])
    .toSorted((one, other) => other.longestMs - one.longestMs)[0]
  return [
    link,
    verdictOf(stair),
    first === undefined ? 'none' : roomy(`${spellLockMode(first.lock.mode)} ${first.lock.relation}`),
    number(first === undefined ? '-' : first.ms === null ? 'end not seen' : formatDuration(first.ms)),
    number(underLoad === null ? '-' : heldInWords(underLoad)),
    stall === undefined ? 'none' : roomy(stall.words),
    number(String(statements.length)),
    direction === 'down' ? 'back' : 'up',
  ]
}

function longest(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.max(...times)
}

function verdictOf(stair: Stair | null): string | Markup {
  if (stair === null) return '-'
  const { verdict, irreversible } = stair
  const fine = verdict === 'identical' || verdict === 'column-order-only'
  const kind = fine ? 'passed' : irreversible === undefined ? 'found' : 'note'
  return badge(kind, STAIR_VERDICTS[verdict])
}
