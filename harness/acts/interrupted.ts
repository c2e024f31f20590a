import { dirname, join, relative } from 'node:path'
import { interruptPieces } from '../interruptions/interrupt-pieces.ts'
import type { Piece } from '../interruptions/piece.ts'
import { placesInFiles } from '../migrator/places.ts'
import type { Step } from '../model/step.ts'
import type { Company } from './act.ts'
import { applyOnClone, type MigrateStep } from './on-clone.ts'
import { onStage, type Scene } from './scene.ts'
import { runCommand } from './steps.ts'

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
  const pieces = [...(await piecesOf(scene, 'upgrade', upgrade)), ...(await piecesOf(scene, 'rollback', back))]
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

async function piecesOf(scene: Scene, act: Transition, steps: readonly Step[]): Promise<readonly Piece[]> {
  const pieces: Piece[] = []
  for (const [index, step] of steps.entries()) {
    if (step.kind !== 'migrate') continue
    const direction = act === 'upgrade' ? 'up' : 'down'
    if ('tool' in step) pieces.push(toolPiece(scene, step, { direction, log: `interrupted-${act}-${index + 1}` }))
    else for (const file of step.sql.files) pieces.push(await filePiece(scene, step, { direction, file }))
  }
  return pieces
}

function toolPiece(
  scene: Scene,
  { label, tool }: Extract<MigrateStep, { tool: unknown }>,
  { direction, log }: { readonly direction: Piece['direction']; readonly log: string },
): Piece {
  return {
    ...{ name: label, source: 'command', direction, places: () => null },
    async run(address, { signal, killed }) {
      await runCommand(scene, tool, log, signal, { at: address, killed })
    },
  }
}

async function filePiece(
  scene: Scene,
  step: Extract<MigrateStep, { sql: unknown }>,
  { direction, file }: { readonly direction: Piece['direction']; readonly file: string },
): Promise<Piece> {
  const root = dirname(scene.plan.spec)
  const sql = { ...step.sql, files: [file] }
  return {
    ...{ name: relative(root, join(sql.folder, file)), source: 'sql', direction },
    places: await placesInFiles(sql, root),
    run: (address, { signal }) => applyOnClone(scene, sql, address, { signal }),
  }
}
