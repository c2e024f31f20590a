import type { SteadyPhase } from '../model/act.ts'
import { type Entry, type EntryOf, entriesOf } from '../model/evidence.ts'
import type { Comparison, Pairing, Triplets } from '../model/facts-of-judging.ts'
import { compareInWorker } from './compare.ts'
import { differencesOf, environmentOf } from './environment.ts'
import { judgingOptions } from './options.ts'
import { blocksOf, readSteadyPhase } from './triplets.ts'
import { unscheduledScenarios } from './unscheduled.ts'

/** A run as its folder holds it. */
export interface RunOnDisk {
  readonly folder: string
  readonly entries: readonly Entry[]
}

/** The later of two runs held against the earlier, phase by phase; null where one of them has no such phase. */
export interface ComparedRuns {
  readonly pairing: Pairing
  /** What is not the same in both, a clause each; only equal environments say something about versions. */
  readonly differences: readonly string[]
  /** The control: both ran the old version. */
  readonly baseline: Comparison | null
  readonly soak: Comparison | null
}

/**
 * Compares two runs by the judge of one: soak with soak, and as a control baseline with baseline. Blocks have partners
 * where both sent the same schedule. Limits and seed are those of the later run.
 */
export async function compareRuns(earlier: RunOnDisk, later: RunOnDisk): Promise<ComparedRuns> {
  const pairing = sameSchedule(earlier.entries, later.entries) ? 'triplets' : 'blocks'
  const [one, other] = [environmentOf(earlier.entries), environmentOf(later.entries)]
  return {
    pairing,
    differences: one === null || other === null ? ['a journal without its first entry'] : differencesOf(one, other),
    baseline: await comparePhase(earlier, later, { name: 'baseline', pairing }),
    soak: await comparePhase(earlier, later, { name: 'soak', pairing }),
  }
}

async function comparePhase(
  earlier: RunOnDisk,
  later: RunOnDisk,
  { name, pairing }: { readonly name: SteadyPhase; readonly pairing: Pairing },
): Promise<Comparison | null> {
  const started = startedOf(later.entries)
  const [before, after] = [earlier, later].map(({ folder, entries }) => readSteadyPhase(folder, entries, name))
  if (before == null || after == null || started === undefined) return null
  const names = [...new Set([...before.blocks.keys(), ...after.blocks.keys()])].sort()
  const triplets: Triplets = {
    blockMs: started.blockMs,
    endpoints: names.map((endpoint) => ({
      endpoint,
      a1: blocksOf(before, endpoint),
      b: blocksOf(after, endpoint),
      a2: null,
    })),
  }
  return compareInWorker(triplets, judgingOptions(started.limits, { seed: started.seed, endpoints: names, pairing }))
}

function sameSchedule(one: readonly Entry[], other: readonly Entry[]): boolean {
  const keys = [one, other].map((entries) => {
    const started = startedOf(entries)
    const scenarios = entriesOf(entries, 'traffic.started')
      .at(-1)
      ?.scenarios.map((some) => [some.name, some.ratePerSecond])
    return JSON.stringify([started?.seed, started?.blockMs, scenarios])
  })
  return keys[0] === keys[1] && unscheduledScenarios(one).length === 0
}

function startedOf(entries: readonly Entry[]): EntryOf<'rehearsal.started'> | undefined {
  return entriesOf(entries, 'rehearsal.started')[0]
}
