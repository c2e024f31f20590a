import { entriesOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { declared, firstLine, onStairs, type Stair, type Stairway, severityOf } from './stairs/stairway.ts'
import type { Told } from './stairs/told.ts'

export const downFails: Check = {
  id: 'down-fails',
  gating: true,
  act: 'probes',
  asks: 'Does every way down run to its end right after its way up?',
  why: 'A way down is written with the way up, and seldom run. Names that are misspelt, objects that others depend on and rows that no longer fit stop it in the middle of an incident.',
  remedy: 'Mend the statement that is named, and try it on a copy with rows in its tables.',
  judge: onStairs({ findings, told, passed: 'no way down failed' }),
}

function told(stairway: Stairway): readonly Told[] {
  return stairway.stairs
    .filter((stair) => stair.verdict === 'down-fails' && isSaid(stairway, stair))
    .map(({ subject }) => ({ subject, by: 'rollback-completes' }))
}

function findings(stairway: Stairway): readonly Finding[] {
  return stairway.stairs
    .filter((stair) => stair.verdict === 'down-fails' && !isSaid(stairway, stair))
    .map((stair) => {
      const error = stair.errors.find(({ when }) => when === 'down')
      const place = error?.place ?? null
      const message = firstLine(error?.message ?? 'no reason was given')
      const [other] = (stair.guilty ?? []).filter(({ subject }) => subject !== place?.file)
      return {
        check: downFails.id,
        severity: severityOf(stairway, stair, 'blocker'),
        subject: other?.subject ?? (place === null ? stair.subject : `${place.file}:${place.line}`),
        // Of a group, the one that fails is often not the one to mend.
        summary: `${other === undefined ? 'fails right after its way up' : 'leaves behind what makes another way down fail'}: ${message}${declared(stair)}`,
        remedy: other === undefined ? downFails.remedy : complete(stair, other.subject, place?.file),
        ...(error === undefined || error.sqlstate === '' ? {} : { measured: { sqlstate: error.sqlstate } }),
        evidence: [stair.seq],
      }
    })
}

/** Of a batch, the statement that fails is often innocent: it cannot do what another one left in its way. */
function complete({ name }: Stair, guilty: string, failed = 'the other'): string {
  return `Complete ${guilty}, which leaves something in the way; of the batch ${name}, ${failed} fails only behind it.`
}

/** The rollback under load stopped at the same file: rollback-completes has it. */
function isSaid({ entries }: Stairway, { subject }: Stair): boolean {
  const failed = entriesOf(entries, 'step.ended').filter(({ act, ok }) => act === 'rollback' && !ok)
  return failed.some(({ label, reason }) => label === subject || reason?.includes(subject))
}
