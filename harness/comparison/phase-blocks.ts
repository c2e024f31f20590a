import { readSideFile } from '../journal/side-file.ts'
import type { EntryOf } from '../model/evidence.ts'
import type { BlockSample } from '../model/facts-of-judging.ts'
import type { HistogramData } from '../model/histogram.ts'

interface Line {
  readonly endpoints: readonly { readonly endpoint: string; readonly failed: number; readonly latency: HistogramData }[]
}

/** Blocks of a phase by endpoint: one sample per block, empty where an endpoint was not asked for in it. */
export type PhaseBlocks = ReadonlyMap<string, readonly BlockSample[]>

const NOTHING: BlockSample = { latency: { maxMs: null, buckets: [] }, failed: 0 }

/** Reads the histograms of a phase. Rejects a file that is gone, or not the one that the journal names (`run-unreadable`). */
export function readPhaseBlocks(folder: string, { phase, histograms }: EntryOf<'traffic.phase'>): PhaseBlocks {
  const lines = readSideFile(folder, histograms, `the histograms of ${phase}`)
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line)
  const names = new Set(lines.flatMap(({ endpoints }) => endpoints.map(({ endpoint }) => endpoint)))
  return new Map(
    [...names].sort().map((name) => [
      name,
      lines.map(({ endpoints }) => {
        const found = endpoints.find(({ endpoint }) => endpoint === name)
        return found === undefined ? NOTHING : { latency: found.latency, failed: found.failed }
      }),
    ]),
  )
}
