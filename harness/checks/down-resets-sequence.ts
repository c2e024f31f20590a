import { entriesOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { declared, onStairs, type Stairway, severityOf } from './stairs/stairway.ts'
import type { Told } from './stairs/told.ts'

export const downResetsSequence: Check = {
  id: 'down-resets-sequence',
  gating: true,
  act: 'probes',
  asks: 'Is every sequence, after every way down, still ahead of the values in its column?',
  why: 'A way down that drops a sequence and makes it anew, or sets it back, leaves schema and rows as they were. The next insert then takes a number that is in use, and fails.',
  remedy: 'End the way down with setval() of the sequence to the maximum of its column.',
  judge: onStairs({
    findings,
    told,
    passed: 'no sequence is behind its column after a way down that was not before',
  }),
}

/** Behind after the rehearsal's own way back as well, and named there. */
function named({ entries, rehearsal }: Stairway): ReadonlySet<string> {
  const reads = rehearsal === undefined ? [] : entriesOf(entries, 'sequences.read')
  return new Set(reads.findLast(({ when }) => when === 'restored')?.behind.map(({ sequence }) => sequence))
}

function told(stairway: Stairway): readonly Told[] {
  const said = named(stairway)
  return stairway.stairs
    .filter(({ sequences = [] }) => sequences.some(({ sequence }) => said.has(sequence)))
    .map(({ subject }) => ({ subject, by: 'sequence-behind-column' }))
}

function findings(stairway: Stairway): readonly Finding[] {
  const said = named(stairway)
  return stairway.stairs.flatMap((stair) =>
    (stair.sequences ?? [])
      .filter(({ sequence }) => !said.has(sequence))
      .map(({ sequence, column, next, maximum }) => ({
        check: downResetsSequence.id,
        severity: severityOf(stairway, stair, 'blocker'),
        subject: stair.subject,
        summary: `${sequence} hands out ${next} next after up and down, while ${column} holds ${maximum} already${declared(stair)}`,
        remedy: downResetsSequence.remedy,
        measured: { next },
        limit: { next: maximum + 1 },
        evidence: [stair.seq],
      })),
  )
}
