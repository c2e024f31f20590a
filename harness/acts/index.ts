import type { Act } from './act.ts'
import { audit } from './audit.ts'
import { forward } from './forward.ts'
import { probes } from './probes.ts'
import type { Scene } from './scene.ts'
import { seed } from './seed.ts'
import { stage } from './stage.ts'
import { steady } from './steady.ts'
import { transition } from './transition.ts'

/** The programme of a rehearsal, in the order of the play. Without a way back there is nothing to restore. */
export function programme(scene: Scene): readonly Act[] {
  const { upgrade, rollback } = scene.plan
  const again = rollback.way === 'code-only' ? [forward(scene)] : []
  const back =
    rollback.way === 'none' ? [] : [transition(scene, 'rollback', rollback.steps), steady(scene, 'restored'), ...again]
  return [
    stage(scene),
    seed(scene),
    probes(scene),
    steady(scene, 'baseline'),
    transition(scene, 'upgrade', upgrade),
    steady(scene, 'soak'),
    ...back,
    audit(scene),
  ]
}
