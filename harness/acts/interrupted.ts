import { dirname } from 'node:path'
import { interruptPieces } from '../interruptions/interrupt-pieces.ts'
import type { Piece } from '../interruptions/piece.ts'
import { placesInFiles } from '../migrator/places.ts'
import type { Step } from '../model/step.ts'
import type { Company } from './act.ts'
import { migrateOnClone, piecesOf } from './on-clone.ts'
import { onStage, type Scene } from './scene.ts'

/** Enough for the states that a migration can be left in, and little beside the acts under load. */
const MOST_INTERRUPTIONS = 24
const BUDGET_MS = 4_000

type Transition = 'upgrade' | 'rollback'

/**
 * Interrupts the migrations of the upgrade and of the way back on clones of the quiet one, and runs them again. Resolves
 * to the number of interruptions.
 */
export async function interruptMigrations(scene: Scene, company: Company, quiet: string): Promise<number> {
  const { upgrade, rollback } = scene.plan
  const back = 'steps' in rollback ? rollback.steps : []
  const pieces = [
    ...(await interruptible(scene, 'upgrade', upgrade)),
    ...(await interruptible(scene, 'rollback', back)),
  ]
  if (pieces.length === 0) return 0
  return await interruptPieces({
    server: onStage(scene, 'copy').database,
    database: quiet,
    pieces,
    most: MOST_INTERRUPTIONS,
    budgetMs: BUDGET_MS,
    record: (fact) => void company.journal.record(fact),
    progress: scene.progress,
    signal: company.signal,
  })
}

async function interruptible(scene: Scene, act: Transition, steps: readonly Step[]): Promise<readonly Piece[]> {
  const root = dirname(scene.plan.spec)
  return await Promise.all(
    piecesOf(scene, steps).map(async ({ name, at, step }): Promise<Piece> => {
      const log = `interrupted-${act}-${at + 1}`
      return {
        name,
        source: 'sql' in step ? 'sql' : 'command',
        direction: act === 'upgrade' ? 'up' : 'down',
        places: 'sql' in step ? await placesInFiles(step.sql, root) : () => null,
        run: (address, { signal, killed }) => migrateOnClone(scene, step, address, { log, signal, killed }),
      }
    }),
  )
}
