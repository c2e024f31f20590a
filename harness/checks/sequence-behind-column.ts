import { entriesOf } from '../model/evidence.ts'
import type { Check } from './check.ts'
import { onPlay } from './play.ts'
import { rule } from './rule.ts'

export const sequenceBehindColumn: Check = {
  id: 'sequence-behind-column',
  gating: true,
  asks: 'Is every sequence ahead of the values in its column at the end?',
  why: 'A table that was copied, restored or filled by a migration keeps its rows, but its sequence may start again. The next insert then takes a number that is in use, and fails.',
  remedy: 'Set the sequence with setval() to the maximum of its column, in the step that moves the rows.',
  judge: onPlay(({ entries }) => {
    const read = entriesOf(entries, 'sequences.read').at(-1)
    return rule({
      findings: (read?.behind ?? []).map(({ sequence, column, next, maximum }) => ({
        check: sequenceBehindColumn.id,
        severity: 'blocker',
        subject: sequence,
        summary: `hands out ${next} next, while ${column} holds ${maximum} already`,
        remedy: sequenceBehindColumn.remedy,
        measured: { next },
        limit: { next: maximum + 1 },
        evidence: [read?.seq ?? 0],
      })),
      missing: read === undefined ? ['sequences were not read at the end'] : [],
      settledBy: 'a rehearsal that reaches the audit',
      passed: 'no sequence is behind its column',
    })
  }),
}
