import { countDestroyed } from '../database/destroyed-values.ts'
import { entriesOf } from '../model/evidence.ts'
import type { Company } from './act.ts'
import { onStage, type Scene } from './scene.ts'

/** Asks the live copy how much is in what the rollback would destroy, as a clone has shown it. */
export async function recordLosses(
  scene: Scene,
  { journal }: Pick<Company, 'journal'>,
  when: 'upgraded' | 'leaving',
): Promise<void> {
  const objects = entriesOf(journal.read(), 'rollback.destroys').at(-1)?.objects ?? []
  if (objects.length === 0) return
  const counted = await countDestroyed(onStage(scene, 'copy').database, objects)
  journal.record({ kind: 'destroyed.counted', when, counted })
}
