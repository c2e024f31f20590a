import { entriesOf } from '../model/evidence.ts'
import type { Check } from './check.ts'
import { onPlay } from './play.ts'
import { rule } from './rule.ts'
import { gist } from './steps-complete.ts'

export const cleanUpComplete: Check = {
  id: 'clean-up-complete',
  gating: false,
  act: 'verdict',
  asks: 'Was everything that the rehearsal started removed again?',
  why: 'What a rehearsal leaves running takes memory and ports from the next one, and makes its figures worse.',
  remedy: 'Run `fulldress clean`.',
  judge: onPlay(({ entries }) =>
    rule({
      findings: entriesOf(entries, 'cleanup.failed').map(({ reason, seq }) => ({
        check: cleanUpComplete.id,
        severity: 'note',
        subject: 'clean-up',
        summary: `not everything was removed: ${gist(reason)}`,
        remedy: cleanUpComplete.remedy,
        evidence: [seq],
      })),
      missing: entriesOf(entries, 'rehearsal.ended').length > 0 ? [] : ['the journal stops before the clean-up'],
      settledBy: '`fulldress clean`',
      passed: 'everything that was started is gone',
    }),
  ),
}
