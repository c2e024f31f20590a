import { trustIn } from '../../../checks/ledger-trust.ts'
import type { Play } from '../../../checks/play.ts'
import { plural } from '../../../checks/wording.ts'
import { type EntryOf, entriesOf } from '../../../model/evidence.ts'
import type { TroubledWrite, WritesOfAct } from '../../../model/facts-of-writes.ts'
import { fold, type Markup, number, table, wide } from '../../html/markup.ts'
import { bullets, notRecorded, part } from '../../html/prose.ts'

type Compared = EntryOf<'ledger.compared'>

const TITLES = [
  'ledger',
  'promised in',
  'promised',
  'found',
  'lost',
  'doubled',
  'changed',
  'given up as declared',
] as const

/** Writes that a client was told had succeeded, looked up one by one at the end. Nothing where no ledger is declared. */
export function writesKept(play: Play): readonly Markup[] {
  const { entries, started } = play
  const last = new Map(entriesOf(entries, 'ledger.compared').map((entry) => [entry.ledger, entry]))
  const all = [...last.values()]
  if (started.ledgers.length === 0 && all.length === 0) return []
  const missing = started.ledgers.filter((ledger) => !last.has(ledger))
  const grid = all.length === 0 ? [] : [wide('Acknowledged writes', table(TITLES, all.flatMap(rowsOf)))]
  return part('Acknowledged writes', [
    ...missing.map((ledger) => notRecorded(`ledger ${ledger} was not looked up${whyNot(play, ledger)}`)),
    ...grid,
    ...bullets(all.flatMap((entry) => notesOn(play, entry))),
    ...all.flatMap(troubledOf),
  ])
}

function whyNot({ entries }: Play, ledger: string): string {
  const failed = entriesOf(entries, 'ledger.failed').findLast((entry) => entry.ledger === ledger)
  return failed === undefined ? '' : `: ${failed.reason}`
}

/** A row per act, and one for all of them; journals of before tell no acts. */
function rowsOf(entry: Compared): readonly (readonly (string | Markup)[])[] {
  const { ledger, acknowledged, missingCount, doubledCount, changedCount = 0, declaredLostCount = 0, acts = [] } = entry
  const whole = {
    acknowledged,
    missing: missingCount,
    doubled: doubledCount,
    changed: changedCount,
    declaredLost: declaredLostCount,
  }
  return [...acts.map((act) => row(ledger, act.act, act)), row(ledger, 'all acts', whole)]
}

function row(ledger: string, act: string, counts: Omit<WritesOfAct, 'act'>): readonly (string | Markup)[] {
  const { acknowledged, missing, doubled, changed, declaredLost } = counts
  const found = acknowledged - missing - declaredLost
  return [
    ledger,
    act,
    ...[acknowledged, found, missing, doubled, changed, declaredLost].map((count) =>
      number(count.toLocaleString('en-US')),
    ),
  ]
}

/** What was compared of each, what was left open by a time-out, and what may not be believed. */
function notesOn(play: Play, entry: Compared): readonly string[] {
  const { ledger, unanswered } = entry
  const { blind, columns, unread, missingBefore } = trustIn(play, entry)
  const open =
    unanswered === undefined || unanswered.writes === 0
      ? []
      : [
          `${ledger}: ${plural(unanswered.writes, 'write')} went without an answer, of which ${unanswered.there} are there; neither is a loss.`,
        ]
  return [
    ...(columns.length === 0 ? [] : [`${ledger}: compared to what was acknowledged: ${columns.join(', ')}.`]),
    ...open,
    ...(missingBefore === 0 ? [] : [`${ledger}: ${missingBefore} could not be found before the upgrade began either.`]),
    ...(blind === null ? [] : [`Not proved: ${blind}.`]),
    ...unread.map((why) => `Not proved: ${why}.`),
  ]
}

const TROUBLES: Readonly<Record<TroubledWrite['trouble'], string>> = {
  missing: 'lost',
  doubled: 'doubled',
  changed: 'changed',
  'declared-lost': 'given up as declared',
}

function troubledOf({ ledger, troubled = [] }: Compared): readonly Markup[] {
  if (troubled.length === 0) return []
  const rows = troubled.map(({ key, trouble, act, atMs, endpoint, times, columns = [] }) => [
    key,
    TROUBLES[trouble],
    act,
    new Date(atMs).toISOString(),
    endpoint || 'not recorded',
    [...(times === undefined ? [] : [`there ${times} times`]), ...columns].join(', '),
  ])
  const titles = ['key', 'what became of it', 'promised in', 'promised at', 'by', 'particulars']
  return [
    fold(
      `${ledger}: writes in trouble, ${rows.length} told`,
      wide(`Writes of ${ledger} in trouble`, table(titles, rows)),
    ),
  ]
}
