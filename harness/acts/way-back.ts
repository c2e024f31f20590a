import type { WayBack } from '../companions/migration.ts'
import { type Step, stepsBack } from '../model/step.ts'
import { type MigrateStep, migrateOnClone } from './on-clone.ts'
import type { Scene } from './scene.ts'

/**
 * Steps of the rollback that undo one migration of the upgrade, counted from 0: all that migrate where it is the only one,
 * else the one that mirrors it. null where nobody can tell which these are.
 */
export function wayBackFrom(scene: Scene, at: number): WayBack | null {
  const { upgrade, rollback } = scene.plan
  if (rollback.way !== 'down') return null
  const ups = upgrade.filter(isMigration).length
  const downs = stepsBack(rollback).flatMap((step, index) => (isMigration(step) ? [{ step, index }] : []))
  const mirrored = downs.length === ups ? downs.toReversed().slice(at, at + 1) : []
  const own = ups === 1 ? downs : mirrored
  if (own.length === 0) return null
  return {
    steps: own.map(({ index }) => index),
    async run(address, { signal }) {
      for (const { step, index } of own)
        await migrateOnClone(scene, step, address, { log: `way-back-${index + 1}`, signal })
    },
  }
}

function isMigration(step: Step): step is MigrateStep {
  return step.kind === 'migrate'
}
