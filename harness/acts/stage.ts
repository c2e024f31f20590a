import { startStaging } from '../staging/index.ts'
import type { Act } from './act.ts'
import type { Scene } from './scene.ts'

/** Starts the staging copy: database, fronts, and the proof that nothing in it can reach the outside. */
export function stage(scene: Scene): Act {
  return {
    name: 'stage',
    runs: 'while-well',
    async perform({ journal, signal, resources, peril }) {
      const { plan, runtime, label, folder, progress } = scene
      const record = journal.record.bind(journal)
      record({ kind: 'tool.found', tool: 'k6', version: scene.k6.version, source: scene.k6.source })
      const description = plan.stage
      scene.copy = resources.use(
        await startStaging(runtime, { description, run: label, folder, seed: plan.seed, record, progress, signal }),
      )
      peril(scene.copy.death)
      return { status: 'ok', summary: `${runtime}, postgres ${plan.stage.database.version}` }
    },
  }
}
