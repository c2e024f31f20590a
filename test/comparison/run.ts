import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Journal } from '../../harness/journal/journal.ts'
import type { SteadyPhase } from '../../harness/model/act.ts'
import type { Entry, EntryOf, Fact } from '../../harness/model/evidence.ts'
import { Histogram } from '../../harness/model/histogram.ts'
import { phase, started, trafficStarted } from '../checks/journal.ts'

export interface RunFolder extends Disposable {
  readonly folder: string
  readonly entries: readonly Entry[]
}

/** What an endpoint does in a phase: its median, the share of its requests that fail, and how many are in a block. */
export interface Behaviour {
  readonly ms: number
  readonly failing?: number
  readonly perBlock?: number
}

export type Played = Readonly<Partial<Record<SteadyPhase, Readonly<Record<string, Behaviour>>>>>

export interface RunOptions {
  readonly blocks?: number
  readonly perBlock?: number
  readonly started?: Partial<EntryOf<'rehearsal.started'>>
  readonly traffic?: Fact
  readonly seed?: number
}

/** A run's folder as a rehearsal leaves it, as far as the comparison reads it: lognormal latencies, seeded. */
export function runFolder(played: Played, options: RunOptions = {}): RunFolder {
  const folder = mkdtempSync(join(tmpdir(), 'fulldress-run-'))
  const random = randomNumbers(options.seed ?? 1)
  mkdirSync(join(folder, 'k6'))
  using journal = new Journal(join(folder, 'journal.jsonl'))
  journal.record({ ...started({ compares: true, blockMs: 15_000 }), ...options.started } as Fact)
  journal.record(options.traffic ?? trafficStarted())
  for (const [name, endpoints] of Object.entries(played)) {
    journal.record(phaseOf(folder, name as SteadyPhase, endpoints, options, random))
  }
  return { folder, entries: journal.read(), [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
}

function phaseOf(
  folder: string,
  name: SteadyPhase,
  endpoints: Readonly<Record<string, Behaviour>>,
  { blocks = 20, perBlock = 300 }: RunOptions,
  random: () => number,
): Fact {
  const all = new Map(Object.keys(endpoints).map((endpoint) => [endpoint, new Histogram()]))
  const failed = new Map<string, number>()
  const lines = Array.from({ length: blocks }, (_, block) => {
    const lines = Object.entries(endpoints).map(([endpoint, { ms, failing = 0, perBlock: most = perBlock }]) => {
      const latency = new Histogram()
      for (let request = 0; request < most; request++) latency.add(ms * Math.exp(0.5 * normal(random)))
      const fails = Math.round(failing * most)
      all.get(endpoint)?.merge(latency)
      failed.set(endpoint, (failed.get(endpoint) ?? 0) + fails)
      return { endpoint, failed: fails, latency }
    })
    return `${JSON.stringify({ block, endpoints: lines, idleLag: new Histogram(), busyLag: new Histogram() })}\n`
  })
  const file = join('k6', `histograms-${name}.jsonl`)
  writeFileSync(join(folder, file), lines.join(''))
  const sha256 = createHash('sha256').update(lines.join('')).digest('hex')
  return phase(name, {
    blocks,
    histograms: { file, sha256 },
    endpoints: [...all].map(([endpoint, latency]) => ({
      endpoint,
      requests: latency.count,
      failed: failed.get(endpoint) ?? 0,
      latency: {
        p50Ms: latency.quantile(0.5),
        p90Ms: latency.quantile(0.9),
        p95Ms: latency.quantile(0.95),
        p99Ms: latency.quantile(0.99),
        maxMs: latency.maxMs,
      },
    })),
  })
}

/** Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** mulberry32. */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
