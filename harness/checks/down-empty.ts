import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { restsOf, toldBySchema, toolsOwnHint } from './stairs/objects.ts'
import { declared, onStairs, type Stairway, severityOf, upAgain } from './stairs/stairway.ts'
import { few } from './wording.ts'

export const downEmpty: Check = {
  id: 'down-empty',
  gating: true,
  act: 'probes',
  asks: 'Does every way down undo anything of what its way up did to the schema?',
  why: 'A way down that does nothing exits 0, and the tool notes that it went well. The old version then runs on the new schema, and the next upgrade finds everything there already.',
  remedy:
    'Write what the way down has to undo, or declare the migration with a reason: `rollback.irreversible` in the spec, --irreversible FILE=reason at the command line.',
  judge: onStairs({
    findings,
    told: (stairway) => toldBySchema(stairway, 'down-empty'),
    passed: 'no way down is empty',
  }),
}

function findings(stairway: Stairway): readonly Finding[] {
  return [...ofSchema(stairway), ...ofRows(stairway)]
}

/** Where no row shows it, nobody has lost any: what the way up wrote may be as good for the old version. */
function ofRows({ stairs }: Stairway): readonly Finding[] {
  return stairs
    .filter(({ verdict }) => verdict !== 'rows-lost' && verdict !== 'down-empty')
    .flatMap((stair) => {
      const { unanswered = [] } = stair
      if (unanswered.length === 0) return []
      return [
        {
          check: downEmpty.id,
          severity: 'note',
          subject: stair.subject,
          summary: `does nothing, while its way up works on rows of ${few(unanswered)}; no row here is other for it${declared(stair)}`,
          remedy: downEmpty.remedy,
          evidence: [stair.seq],
        },
      ]
    })
}

function ofSchema(stairway: Stairway): readonly Finding[] {
  return restsOf(stairway, 'down-empty').map(({ stair, words, objects }) => ({
    check: downEmpty.id,
    severity: severityOf(stairway, stair, 'blocker'),
    subject: stair.subject,
    summary: `undoes nothing of the schema: ${words}${upAgain(stair)}${declared(stair)}`,
    remedy: `${downEmpty.remedy}${toolsOwnHint(stairway, stair)}`,
    measured: { objects },
    limit: { objects: 0 },
    evidence: [stair.seq],
  }))
}
