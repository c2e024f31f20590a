import { readWrites } from '../database/writes.ts'
import type { EntryOf } from '../model/evidence.ts'
import type { Company } from './act.ts'
import { onStage, type Scene } from './scene.ts'

/**
 * Reads on the live copy how many rows went into each table and out of it so far. Two readings tell what a rollback
 * deletes by statement, function or cascade; those around them tell whether clients delete there as well.
 */
export async function recordWrites(
  scene: Scene,
  { journal }: Pick<Company, 'journal'>,
  when: EntryOf<'writes.read'>['when'],
): Promise<void> {
  if (scene.plan.rollback.way !== 'down') return
  journal.record({
    kind: 'writes.read',
    when,
    tables: await readWrites(onStage(scene, 'copy').database, { alone: false }),
  })
}
