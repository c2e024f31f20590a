import { comparedFact, compareRun } from '../comparison/compare-run.ts'
import { describe } from '../errors.ts'
import type { Company } from './act.ts'
import type { Scene } from './scene.ts'

/**
 * Compares before with after, once: when the load has ended, so that no judged request meets the work. That it failed is
 * a fact as well, for what was not compared must not pass for good.
 */
export async function compareTraffic(scene: Scene, { journal }: Company): Promise<void> {
  const startedAt = Date.now()
  try {
    const compared = await compareRun(scene.folder, journal.read())
    if (compared !== null) journal.record(comparedFact(compared, Date.now() - startedAt))
  } catch (error) {
    journal.record({ kind: 'comparison.failed', reason: describe(error) })
  }
}
