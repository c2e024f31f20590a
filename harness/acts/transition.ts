import type { TransitionPhase } from '../model/act.ts'
import type { Step } from '../model/step.ts'
import type { Act } from './act.ts'
import { askInvariants } from './invariants.ts'
import { recordLosses } from './losses.ts'
import { followMixedStates } from './mixed.ts'
import { pauseUntil } from './pause.ts'
import { proveRestore } from './restore.ts'
import { onStage, type Scene } from './scene.ts'
import { performSteps } from './steps.ts'
import { listSurroundings } from './surroundings.ts'
import { recordWrites } from './written.ts'

/** Applies the steps of the upgrade, or of the way back, under load and under the lock watcher's eyes. */
export function transition(scene: Scene, name: TransitionPhase, steps: readonly Step[]): Act {
  return {
    name,
    runs: name === 'upgrade' ? 'while-well' : 'once-upgrading',
    async perform(company) {
      const traffic = onStage(scene, 'traffic')
      // Before the act's first block: a count reads whole tables.
      if (name === 'rollback') await recordLosses(scene, company, 'leaving')
      if (name === 'rollback') await recordWrites(scene, company, 'leaving')
      // Transitions are cut in whole blocks as well; the one in which they begin belongs to them.
      const fromMs = traffic.blockAfter(Date.now()) - scene.plan.traffic.blockMs
      await onStage(scene, 'watcher').during(name)
      await onStage(scene, 'copy').startPhase(name)
      if (name === 'rollback') await listSurroundings(scene, 'after')
      const states = followMixedStates(scene, name, steps, company)
      const well = await performSteps(scene, name, steps, { ...company, states })
      const toMs = traffic.blockAfter(Date.now())
      await pauseUntil(toMs, company.interrupted)
      // Not the same one after a restore of the database.
      const watcher = onStage(scene, 'watcher')
      await watcher.fold()
      await watcher.during('steady')
      await traffic.phase(name, fromMs, toMs)
      if (name === 'rollback') await askInvariants(scene, company, 'rolled-back')
      if (name === 'rollback') await recordWrites(scene, company, 'rolled-back')
      if (name === 'rollback') await proveRestore(scene, company)
      await states.record()
      if (name === 'upgrade' && well) await recordLosses(scene, company, 'upgraded')
      if (name === 'upgrade' && well) await recordWrites(scene, company, 'upgraded')
      return { status: well ? 'ok' : 'failed', summary: summarise(steps.length, well) }
    },
  }
}

function summarise(steps: number, well: boolean): string {
  if (!well) return 'a step failed'
  return steps === 0 ? 'nothing to do' : `${steps} ${steps === 1 ? 'step' : 'steps'}`
}
