import { playOf } from '../../checks/play.ts'
import type { Section } from '../html/section.ts'
import { answersOf } from './rollback-proof/answers.ts'
import { standingData } from './rollback-proof/data.ts'
import { independenceTried } from './rollback-proof/independence.ts'
import { interruptionsTried } from './rollback-proof/interruptions.ts'
import { whatItDestroys } from './rollback-proof/losses.ts'
import { mixturesMet } from './rollback-proof/mixtures.ts'
import { retreatsTried } from './rollback-proof/retreats.ts'
import { rowsProved } from './rollback-proof/rows.ts'
import { schemaCompared } from './rollback-proof/schema.ts'
import { wayDeclared } from './rollback-proof/way.ts'
import { writesKept } from './rollback-proof/writes.ts'

/** Whether one could go back: what was proved, by what, on how much, and what could not be. */
export const rollbackProof: Section = {
  id: 'rollback-proof',
  title: 'The way back',
  render({ entries, judgement }) {
    const play = playOf(entries)
    if (play === null) return null
    return [
      ...wayDeclared(play, judgement),
      ...answersOf(judgement),
      ...schemaCompared(play),
      ...rowsProved(play),
      ...writesKept(play),
      ...whatItDestroys(play, judgement),
      ...standingData(play),
      ...retreatsTried(play),
      ...independenceTried(play),
      ...mixturesMet(play),
      ...interruptionsTried(play),
    ]
  },
}
