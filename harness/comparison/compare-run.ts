import { type Entry, type EntryOf, entriesOf } from '../model/evidence.ts'
import type { Comparison } from '../model/facts-of-judging.ts'
import { compareInWorker } from './compare.ts'
import { judgingOptions } from './options.ts'
import { readTriplets } from './triplets.ts'
import { unscheduledScenarios } from './unscheduled.ts'

export interface ComparedRun {
  readonly comparison: Comparison
  readonly unscheduled: readonly string[]
}

/**
 * Compares the steady phases of one run, with the seed and the limits that its journal names: the same folder always
 * gives the same comparison. null where baseline or soak saw no requests.
 */
export async function compareRun(
  folder: string,
  entries: readonly Entry[],
  noise: Readonly<Record<string, number>> = {},
): Promise<ComparedRun | null> {
  const triplets = readTriplets(folder, entries)
  const [started] = entriesOf(entries, 'rehearsal.started')
  if (triplets === null || started === undefined) return null
  const unscheduled = unscheduledScenarios(entries)
  const options = judgingOptions(started.limits, {
    seed: started.seed,
    endpoints: triplets.endpoints.map(({ endpoint }) => endpoint),
    pairing: unscheduled.length === 0 ? 'triplets' : 'blocks',
    noise,
  })
  return { comparison: await compareInWorker(triplets, options), unscheduled }
}

/** The fact that a run keeps of it. */
export function comparedFact(
  { comparison, unscheduled }: ComparedRun,
  durationMs: number,
): Omit<EntryOf<'traffic.compared'>, 'seq' | 'at'> {
  return { kind: 'traffic.compared', durationMs, unscheduled, ...comparison }
}
