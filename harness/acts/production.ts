import { readProfile } from '../database/profile/read.ts'
import type { Company } from './act.ts'
import type { Scene } from './scene.ts'

/** Keeps what the profile tells of production's tables, against which durations of this copy are held. */
export function recordProduction({ plan }: Scene, { journal }: Company): void {
  if (plan.probing.profile === null) return
  const { takenAt, tables } = readProfile(plan.probing.profile)
  journal.record({ kind: 'production.read', takenAt, tables })
}
