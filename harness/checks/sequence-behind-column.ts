import { type EntryOf, entriesOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { onPlay } from './play.ts'
import { rule } from './rule.ts'

type Read = EntryOf<'sequences.read'>

export const sequenceBehindColumn: Check = {
  id: 'sequence-behind-column',
  gating: true,
  act: 'audit',
  asks: 'Is every sequence ahead of the values in its column at the end?',
  why: 'A table that was copied, restored or filled by a migration keeps its rows, but its sequence may start again. The next insert then takes a number that is in use, and fails.',
  remedy: 'Set the sequence with setval() to the maximum of its column, in the step that moves the rows.',
  judge: onPlay(({ entries }) => {
    const reads = entriesOf(entries, 'sequences.read')
    const last = reads.findLast(({ when }) => when === 'restored')
    const first = reads.find(({ when }) => when === 'seeded')
    const known = new Set(first?.behind.map(({ sequence }) => sequence))
    return rule({
      findings: last?.behind.map((one) => finding(one, last, known.has(one.sequence) ? first : undefined)) ?? [],
      missing: last === undefined ? ['sequences were not read at the end'] : [],
      settledBy: 'a rehearsal that reaches the audit',
      passed: 'no sequence is behind its column',
    })
  }),
}

/** A data set that was loaded with its numbers leaves sequences behind as well; then it is no news about the upgrade. */
function finding({ sequence, column, next, maximum }: Read['behind'][number], last: Read, before?: Read): Finding {
  const already = before === undefined ? '' : '; so it was before the upgrade'
  return {
    check: sequenceBehindColumn.id,
    severity: before === undefined ? 'blocker' : 'note',
    subject: sequence,
    summary: `hands out ${next} next, while ${column} holds ${maximum} already${already}`,
    remedy:
      before === undefined
        ? sequenceBehindColumn.remedy
        : 'Set the sequence with setval() to the maximum of its column at the end of the seed.',
    measured: { next },
    limit: { next: maximum + 1 },
    evidence: [...(before === undefined ? [] : [before.seq]), last.seq],
  }
}
