import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Fact, SideFile } from '../model/evidence.ts'
import type { Exit } from '../process/spawn.ts'
import { exitMeaning } from './exit.ts'

type Ended = Extract<Fact, { kind: 'traffic.ended' }>
type ThresholdResult = Ended['thresholds'][number]

/** The fact of k6's end; `asked` where the harness had told it to. */
export async function endedFact(
  exit: Exit,
  run: { folder: string; summaryFile: string; asked: boolean },
): Promise<Ended> {
  const thresholds = readThresholds(run.summaryFile)
  const signal = exit.signal as NodeJS.Signals | null
  return {
    kind: 'traffic.ended',
    // As a shell would say it, where there is no exit code.
    exitCode: exit.exitCode ?? (signal === null ? 127 : 128 + constants.signals[signal]),
    ...exitMeaning(exit.exitCode, signal, run.asked),
    thresholds: thresholds ?? [],
    summarised: thresholds !== null,
    log: await sideFile(run.folder, join('k6', 'k6.log')),
  }
}

/** null where k6 left no summary. */
function readThresholds(file: string): readonly ThresholdResult[] | null {
  type Metrics = Readonly<Record<string, { readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>> }>>
  try {
    const { metrics } = JSON.parse(readFileSync(file, 'utf8')) as { readonly metrics: Metrics }
    return Object.entries(metrics).flatMap(([metric, { thresholds }]) =>
      Object.entries(thresholds ?? {}).map(([threshold, { ok }]) => ({ metric, threshold, ok })),
    )
  } catch {
    return null
  }
}

async function sideFile(folder: string, file: string): Promise<SideFile> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(join(folder, file)), hash)
  return { file: relative(folder, join(folder, file)), sha256: hash.digest('hex') }
}
