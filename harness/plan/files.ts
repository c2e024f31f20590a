import { type SqlFiles, stepsBack } from '../model/step.ts'
import type { Plan } from './plan.ts'

/** All SQL files that a rehearsal applies: the seed's, the upgrade's, and those of each way back. */
export function filesOf({ seeding, upgrade, rollback, alternatives }: Plan): readonly SqlFiles[] {
  const steps = [...upgrade, ...[rollback, ...alternatives].flatMap(stepsBack)]
  const applied = steps.flatMap((step) => (step.kind === 'migrate' && 'sql' in step ? [step.sql] : []))
  return seeding.files === null ? applied : [seeding.files, ...applied]
}
