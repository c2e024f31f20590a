import { climb } from '../stairway/climb.ts'
import type { Company } from './act.ts'
import { onStage, type Scene } from './scene.ts'
import { QUIET } from './seed.ts'
import { stairsOfUpgrade } from './stairs.ts'

/** Rows that an empty table gets. */
const ROWS = 20
/** Stairs of which one needs the base while the one before it is tried a second time. */
const AT_ONCE = 2
/** What is not begun by then is not tried, and told. */
const LONGEST_MS = 10 * 60_000

/** Tries each migration of the upgrade up, down and up again on clones of the quiet one. */
export async function climbUpgrade(scene: Scene, { journal, signal }: Company): Promise<void> {
  const stairs = stairsOfUpgrade(scene)
  if (stairs.length === 0) return
  journal.record({
    kind: 'stairway.started',
    in: 'probes',
    name: scene.plan.rehearsal,
    runtime: scene.runtime,
    stairs: stairs.map(({ name }) => name),
  })
  await climb(
    stairs,
    { ...onStage(scene, 'copy').database, database: QUIET },
    {
      rows: ROWS,
      atOnce: AT_ONCE,
      deadline: Date.now() + LONGEST_MS,
      record: (fact) => void journal.record(fact),
      progress: scene.progress,
      signal,
    },
  )
}
