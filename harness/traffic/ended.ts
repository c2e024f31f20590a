import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import type { Fact } from '../model/evidence.ts'
import type { Exit } from '../process/spawn.ts'
import { exitMeaning } from './exit.ts'
import { sideFile } from './side-file.ts'

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

interface Metric {
  readonly values?: Readonly<Record<string, number>>
  readonly thresholds?: Readonly<Record<string, { readonly ok: boolean }>>
}
type Metrics = Readonly<Record<string, Metric>>

/** What a threshold compares, as k6 names it among the values of a metric: `p(95)` of `p(95) < 200`. */
function aggregateOf(threshold: string): string {
  return /^\s*([a-z]+(?:\([\d.]+\))?)/.exec(threshold)?.[1] ?? ''
}

/** null where k6 left no summary. */
function readThresholds(file: string): readonly ThresholdResult[] | null {
  try {
    const { metrics } = JSON.parse(readFileSync(file, 'utf8')) as { readonly metrics: Metrics }
    return Object.entries(metrics).flatMap(([metric, { thresholds, values }]) =>
      Object.entries(thresholds ?? {}).map(([threshold, { ok }]) => {
        const value = values?.[aggregateOf(threshold)]
        return { metric, threshold, ok, ...(value === undefined ? {} : { value }) }
      }),
    )
  } catch {
    return null
  }
}
