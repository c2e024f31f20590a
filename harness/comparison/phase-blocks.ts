import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, RehearsalError } from '../errors.ts'
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
  const lines = readLines(join(folder, histograms.file), histograms.sha256, phase)
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

function readLines(file: string, sha256: string, phase: string): readonly Line[] {
  const text = read(file)
  const found = createHash('sha256').update(text).digest('hex')
  if (found !== sha256) {
    throw unreadable(`expected the histograms of ${phase} in ${file} as the journal knows them, found other content`)
  }
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line)
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw unreadable(`expected histograms at ${file}, found none (${describe(error)})`)
  }
}

function unreadable(message: string): RehearsalError {
  const hint = 'the folder of the run was changed after it; take it from a backup or rehearse again'
  return new RehearsalError('run-unreadable', message, hint)
}
