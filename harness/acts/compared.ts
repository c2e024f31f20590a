import { comparedFact, compareRun } from '../comparison/compare-run.ts'
import { environmentHash, environmentOf } from '../comparison/environment.ts'
import { readNights } from '../comparison/history.ts'
import { noiseOf } from '../comparison/noise.ts'
import { trendsInWorker } from '../comparison/trends.ts'
import { describe } from '../errors.ts'
import type { Company } from './act.ts'
import type { Scene } from './scene.ts'

/**
 * Compares before with after, once: when the load has ended, so that no judged request meets the work. That it failed is
 * a fact as well, for what was not compared must not pass for good.
 */
export async function compareTraffic(scene: Scene, company: Company): Promise<void> {
  const { journal } = company
  const startedAt = Date.now()
  try {
    const compared = await compareRun(scene.folder, journal.read(), await recallNights(scene, company))
    if (compared !== null) journal.record(comparedFact(compared, Date.now() - startedAt))
  } catch (error) {
    journal.record({ kind: 'comparison.failed', reason: describe(error) })
  }
}

/** What nights without a change showed, by endpoint. It is recorded, so that the journal says what was judged by. */
async function recallNights({ history }: Scene, { journal }: Company): Promise<Readonly<Record<string, number>>> {
  const environment = environmentOf(journal.read())
  if (history === null || environment === null) return {}
  const { nights, older, foreign } = readNights(history, environment)
  const noise = noiseOf(nights)
  const hash = environmentHash(environment)
  const trends = await trendsInWorker(nights)
  journal.record({ kind: 'nights.read', environment: hash, nights: nights.length, older, foreign, noise, trends })
  return noise
}
