import { Latencies } from './latencies.ts'

/** An endpoint in a stretch. */
export interface Cell {
  readonly latency: Latencies
  failed: number
}

const FINEST_MS = 1_000
const MOST_STRETCHES = 2_048
/** Endpoints times stretches: half an hour of 60 endpoints is kept by four seconds. */
const MOST_CELLS = 32_768
const MOST_ENDPOINTS = 300

/**
 * Folds requests into stretches of time, by when they were due, counted from the epoch. Beyond a number of stretches, or
 * of endpoints in them, neighbours are joined by twos and all stretches are twice as long from then on: a run may last as
 * long as it likes.
 */
export class TimelineFold {
  #stretchMs = FINEST_MS
  #stretches: (Map<string, Cell> | undefined)[] = []
  #dropped: number[] = []
  #cells = 0
  readonly #names = new Set<string>()

  get stretchMs(): number {
    return this.#stretchMs
  }

  /** How many stretches there are, from the epoch to the last request. */
  get length(): number {
    return Math.max(this.#stretches.length, this.#dropped.length)
  }

  /** Endpoints by name, in the order in which they were first asked for. */
  get endpoints(): readonly string[] {
    return [...this.#names]
  }

  add(
    endpoint: string,
    request: { readonly afterMs: number; readonly latencyMs: number; readonly failed: boolean },
  ): void {
    const cell = this.#cell(this.#index(request.afterMs), endpoint)
    cell.latency.add(request.latencyMs)
    if (request.failed) cell.failed++
  }

  /** An arrival that was due then and was never sent. */
  drop(afterMs: number): void {
    const index = this.#index(afterMs)
    this.#dropped[index] = (this.#dropped[index] ?? 0) + 1
  }

  /** The endpoint's part of each stretch; undefined where it was not asked for. */
  cellsOf(endpoint: string): readonly (Cell | undefined)[] {
    return Array.from({ length: this.length }, (_, index) => this.#stretches[index]?.get(endpoint))
  }

  dropped(): readonly number[] {
    return Array.from({ length: this.length }, (_, index) => this.#dropped[index] ?? 0)
  }

  /** What was due before the epoch was due at it. */
  #index(afterMs: number): number {
    let index = Math.max(0, Math.floor(afterMs / this.#stretchMs))
    while (index >= MOST_STRETCHES) {
      this.#coarsen()
      index = Math.floor(afterMs / this.#stretchMs)
    }
    return index
  }

  #cell(index: number, endpoint: string): Cell {
    const stretch = this.#stretches[index]
    const known = stretch?.get(endpoint)
    if (stretch !== undefined && known !== undefined) return known
    if (this.#names.size >= MOST_ENDPOINTS && !this.#names.has(endpoint) && endpoint !== 'other')
      return this.#cell(index, 'other')
    if (this.#cells >= MOST_CELLS && this.#stretches.length > 1) {
      this.#coarsen()
      return this.#cell(Math.floor(index / 2), endpoint)
    }
    const fresh = { latency: new Latencies(), failed: 0 }
    if (stretch === undefined) this.#stretches[index] = new Map([[endpoint, fresh]])
    else stretch.set(endpoint, fresh)
    this.#names.add(endpoint)
    this.#cells++
    return fresh
  }

  #coarsen(): void {
    const [stretches, dropped] = [this.#stretches, this.#dropped]
    const half = (length: number) => ({ length: Math.ceil(length / 2) })
    this.#stretches = Array.from(half(stretches.length), (_, at) => joined(stretches[2 * at], stretches[2 * at + 1]))
    this.#dropped = Array.from(half(dropped.length), (_, at) => (dropped[2 * at] ?? 0) + (dropped[2 * at + 1] ?? 0))
    this.#cells = this.#stretches.reduce((sum, stretch) => sum + (stretch?.size ?? 0), 0)
    this.#stretchMs *= 2
  }
}

function joined(
  one: Map<string, Cell> | undefined,
  other: Map<string, Cell> | undefined,
): Map<string, Cell> | undefined {
  if (one === undefined || other === undefined) return one ?? other
  for (const [endpoint, { latency, failed }] of other) {
    const known = one.get(endpoint)
    if (known === undefined) one.set(endpoint, { latency, failed })
    else {
      known.latency.merge(latency)
      known.failed += failed
    }
  }
  return one
}
