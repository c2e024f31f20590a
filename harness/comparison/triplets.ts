import type { SteadyPhase } from '../model/act.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'
import type { BlockSample, Triplets } from '../model/facts-of-judging.ts'
import { type PhaseBlocks, readPhaseBlocks } from './phase-blocks.ts'

/**
 * The steady phases of a run side by side, from its side files. null where it has no baseline or no soak. What runs
 * after a way back of code alone is an old version on a new schema, and so no second baseline.
 */
export function readTriplets(folder: string, entries: readonly Entry[]): Triplets | null {
  const [started] = entriesOf(entries, 'rehearsal.started')
  const [baseline, soak, restored] = (['baseline', 'soak', 'restored'] as const).map((name) =>
    readSteadyPhase(folder, entries, name),
  )
  if (started === undefined || baseline == null || soak == null) return null
  const a2 = started.wayBack === 'code-only' ? null : (restored ?? null)
  const names = [...new Set([...baseline.blocks.keys(), ...soak.blocks.keys()])].sort()
  return {
    blockMs: started.blockMs,
    endpoints: names.map((endpoint) => ({
      endpoint,
      a1: blocksOf(baseline, endpoint),
      b: blocksOf(soak, endpoint),
      a2: a2 === null ? null : blocksOf(a2, endpoint),
    })),
  }
}

/** The blocks of a steady phase, by endpoint. */
export interface ReadPhase {
  readonly length: number
  readonly blocks: PhaseBlocks
}

/** null where the run has no such phase, or nobody asked for anything in it. */
export function readSteadyPhase(folder: string, entries: readonly Entry[], name: SteadyPhase): ReadPhase | null {
  const entry = entriesOf(entries, 'traffic.phase').findLast(({ phase }) => phase === name)
  if (entry === undefined || entry.endpoints.length === 0) return null
  return { length: entry.blocks, blocks: readPhaseBlocks(folder, entry) }
}

/** One sample per block of the phase, whether the endpoint was asked for in it or not. */
export function blocksOf({ length, blocks }: ReadPhase, endpoint: string): readonly BlockSample[] {
  const nothing: BlockSample = { latency: { maxMs: null, buckets: [] }, failed: 0 }
  return blocks.get(endpoint) ?? Array.from({ length }, () => nothing)
}
