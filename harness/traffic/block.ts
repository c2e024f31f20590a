import { Histogram } from '../model/histogram.ts'
import { Stalls } from './stalls.ts'

/** One endpoint in one block. */
export interface EndpointBlock {
  readonly latency: Histogram
  readonly stalls: Stalls
  failed: number
}

export interface CheckCount {
  readonly scenario: string
  readonly name: string
  passes: number
  fails: number
}

/** Everything counted in one block, by the time at which it began. */
export interface Block {
  readonly endpoints: Map<string, EndpointBlock>
  readonly checks: Map<string, CheckCount>
  readonly idleLag: Histogram
  readonly busyLag: Histogram
  /** Arrivals on a schedule that were begun or dropped, by scenario. */
  readonly arrived: Map<string, number>
  iterations: number
  busyLate: number
  dropped: number
  droppedBusy: number
}

const MOST_ENDPOINTS = 300

export function newBlock(): Block {
  return {
    endpoints: new Map(),
    checks: new Map(),
    idleLag: new Histogram(),
    busyLag: new Histogram(),
    arrived: new Map(),
    iterations: 0,
    busyLate: 0,
    dropped: 0,
    droppedBusy: 0,
  }
}

/** The endpoint's part of a block. Beyond a bound, endpoints share one: no script may grow us without end. */
export function endpointOf(block: Block, name: string): EndpointBlock {
  const known = block.endpoints.get(name)
  if (known !== undefined) return known
  if (block.endpoints.size >= MOST_ENDPOINTS && name !== 'other') return endpointOf(block, 'other')
  const fresh = { latency: new Histogram(), stalls: new Stalls(), failed: 0 }
  block.endpoints.set(name, fresh)
  return fresh
}

export function countCheck(block: Block, about: { scenario: string; name: string }, passed: boolean): void {
  const key = JSON.stringify([about.scenario, about.name])
  const count = block.checks.get(key) ?? { ...about, passes: 0, fails: 0 }
  if (passed) count.passes++
  else count.fails++
  block.checks.set(key, count)
}
