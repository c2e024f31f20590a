import { inWords } from '../model/catalog-difference.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { declared, firstLine, onStairs, type Stairway, severityOf } from './stairs/stairway.ts'
import { few } from './wording.ts'

export const upgradeRepeatable: Check = {
  id: 'upgrade-repeatable',
  gating: true,
  act: 'probes',
  asks: 'Can every migration be applied again after its way down, with the same outcome?',
  why: 'After a rollback comes the next attempt at the upgrade. What is left behind where no catalog shows it, in rows or in files, makes that fail, or lead somewhere else.',
  remedy: 'Have the way down take back whatever keeps the way up from running a second time.',
  judge: onStairs({ findings, passed: 'each goes up again as it did first' }),
}

function findings(stairway: Stairway): readonly Finding[] {
  return stairway.stairs.flatMap((stair): readonly Finding[] => {
    const { verdict, errors, again, files, name, seq } = stair
    const error = errors.find(({ when }) => when === 're-up')
    const ofRows = verdict === 'rows-lost' && error !== undefined
    if (verdict !== 're-up-fails' && verdict !== 're-up-differs' && !ofRows) return []
    const words =
      error === undefined
        ? `leads elsewhere when it goes up again: ${few(again.map(inWords), 3, '; ')}`
        : `cannot be applied again after its way down: ${firstLine(error.message)}`
    return [
      {
        check: upgradeRepeatable.id,
        severity: severityOf(stairway, stair, 'blocker'),
        subject: files[0] ?? name,
        summary: `${words}${declared(stair)}`,
        remedy: upgradeRepeatable.remedy,
        ...(error === undefined || error.sqlstate === '' ? {} : { measured: { sqlstate: error.sqlstate } }),
        evidence: [seq],
      },
    ]
  })
}
