import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { declared, onStairs, type Stairway, severityOf } from './stairs/stairway.ts'

export const downMissing: Check = {
  id: 'down-missing',
  gating: false,
  act: 'probes',
  asks: 'Has every migration a way down, or a reason why not?',
  why: 'A chain of migrations goes back no further than to the last one without a way down. Whoever finds that out during an incident has only the backup left.',
  remedy:
    'Write the way down, or declare the migration with a reason: `rollback.irreversible` in the spec, --irreversible FILE=reason at the command line.',
  judge: onStairs({ findings, passed: 'each has a way down' }),
}

function findings(stairway: Stairway): readonly Finding[] {
  const { stairs } = stairway
  // Where no migration has one, people go forward only, and know it.
  const forwardOnly = stairs.every(({ verdict }) => verdict === 'no-down' || verdict === 'up-fails')
  return stairs
    .filter(({ verdict }) => verdict === 'no-down')
    .map((stair) => ({
      check: downMissing.id,
      severity: forwardOnly ? 'note' : severityOf(stairway, stair, 'concern'),
      subject: stair.subject,
      summary: `has no way down${forwardOnly ? ', as none of the others has' : ''}${declared(stair)}`,
      remedy: downMissing.remedy,
      evidence: [stair.seq],
    }))
}
