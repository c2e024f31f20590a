import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PhaseName } from '../model/act.ts'
import type { Recorder, SideFile } from '../model/evidence.ts'
import type { Block } from './block.ts'
import type { Fold } from './fold.ts'
import type { Arrivals } from './inside/arrivals.ts'
import { type PhaseSummary, summarise, withNeverBegun } from './summary.ts'

interface Cut {
  readonly phase: PhaseName
  readonly fromMs: number
  readonly toMs: number
}

export interface PhasesOptions {
  readonly fold: Fold
  readonly arrivals: Readonly<Record<string, Arrivals>>
  /** The run's folder. */
  readonly folder: string
  readonly record: Recorder
}

/** The phases cut out so far, with the fact that was last recorded of each. */
export class Phases {
  readonly #options: PhasesOptions
  readonly #recorded = new Map<Cut, string>()

  constructor(options: PhasesOptions) {
    this.#options = options
  }

  cut(cut: Cut): void {
    this.#record(cut, false)
  }

  /** Records again those that changed since: requests were still under way when they were cut. */
  finish(): void {
    for (const cut of this.#recorded.keys()) this.#record(cut, true)
  }

  /** Where a phase begins or ends, epoch ms. */
  get bordersMs(): readonly number[] {
    return [...this.#recorded.keys()].flatMap(({ fromMs, toMs }) => [fromMs, toMs])
  }

  /** What was last recorded of a phase; null where it was not cut. */
  recorded(phase: PhaseName): (Cut & PhaseSummary) | null {
    const found = [...this.#recorded].findLast(([cut]) => cut.phase === phase)
    return found === undefined ? null : { ...found[0], ...(JSON.parse(found[1]) as PhaseSummary) }
  }

  #record(cut: Cut, final: boolean): void {
    const { fold, arrivals, folder, record } = this.#options
    const epochMs = fold.epochMs ?? 0
    const blocks = fold.blocks(cut.fromMs, cut.toMs)
    const seen = summarise(blocks)
    const scheduled = { arrivals, fromMs: cut.fromMs - epochMs, toMs: cut.toMs - epochMs }
    const summary = final ? withNeverBegun(seen, blocks, scheduled) : seen
    const text = JSON.stringify(summary)
    if (this.#recorded.get(cut) === text) return
    this.#recorded.set(cut, text)
    record({ kind: 'traffic.phase', ...cut, ...summary, histograms: writeHistograms(folder, cut.phase, blocks) })
  }
}

/** One line per block: endpoints with their histograms, and the lags. */
function writeHistograms(folder: string, phase: PhaseName, blocks: readonly Block[]): SideFile {
  const file = join('k6', `histograms-${phase}.jsonl`)
  const lines = blocks.map(({ endpoints, idleLag, busyLag }, block) => {
    const latencies = [...endpoints].map(([endpoint, { latency, failed }]) => ({ endpoint, failed, latency }))
    return `${JSON.stringify({ block, endpoints: latencies, idleLag, busyLag })}\n`
  })
  const text = lines.join('')
  mkdirSync(join(folder, 'k6'), { recursive: true })
  writeFileSync(join(folder, file), text)
  return { file, sha256: createHash('sha256').update(text).digest('hex') }
}
