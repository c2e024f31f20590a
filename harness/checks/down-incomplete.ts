import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { restsOf, toldBySchema, toolsOwnHint } from './stairs/objects.ts'
import { declared, onStairs, type Stairway, severityOf, upAgain } from './stairs/stairway.ts'
import type { Told } from './stairs/told.ts'

export const downIncomplete: Check = {
  id: 'down-incomplete',
  gating: true,
  act: 'probes',
  asks: 'Is the schema after every way down the one from before its way up?',
  why: 'What a way down leaves behind or does not put back is found by the old version, or by the next attempt at the upgrade. Its exit code says nothing of it.',
  remedy: 'Write the missing part of the way down, object by object.',
  judge: onStairs({ findings, told, passed: 'each way down restores the schema' }),
}

/** One that is empty or fails restores nothing either: what is said of it there is enough. */
function told(stairway: Stairway): readonly Told[] {
  const empty = restsOf(stairway, 'down-empty').map(({ stair: { subject } }) => ({ subject, by: 'down-empty' }))
  const failed = stairway.stairs.filter(({ verdict }) => verdict === 'down-fails')
  return [
    ...toldBySchema(stairway, 'schema-differs'),
    ...toldBySchema(stairway, 'down-empty'),
    ...empty,
    ...failed.map(({ subject }) => ({ subject, by: 'down-fails' })),
  ]
}

function findings(stairway: Stairway): readonly Finding[] {
  return restsOf(stairway, 'schema-differs').map(({ stair, words, objects }) => ({
    check: downIncomplete.id,
    severity: severityOf(stairway, stair, 'blocker'),
    subject: stair.subject,
    summary: `does not restore the schema: ${words}${upAgain(stair)}${declared(stair)}`,
    remedy: `${downIncomplete.remedy}${toolsOwnHint(stairway, stair)}`,
    measured: { objects },
    limit: { objects: 0 },
    evidence: [stair.seq],
  }))
}
