import type { ModelConcurrency, ModelEndpoint, ModelSessions, TrafficModel } from '../../model/traffic-model.ts'
import { BY } from '../visitors.ts'
import { endpointsOf, type FoundEndpoint } from './endpoints.ts'
import { pruneTree } from './kept-words.ts'
import type { WordRules } from './path-tree.ts'
import { sessionModel } from './session-model.ts'
import type { TrafficFold } from './traffic-fold.ts'

const MINUTE_MS = 60_000
/** More would not be reviewed; the rest is told as left out. */
const MOST_ENDPOINTS = 200
/** With fewer visitors than this a matrix would be the habits of somebody. */
const FEWEST_VISITORS = 3
/** Visitors with more on average are not told apart: they come through one proxy. */
const MOST_REQUESTS_OF_VISITORS = 200
const KINDS = ['cookie', 'user', 'address'] as const
const WITH_BODY: readonly string[] = ['POST', 'PUT', 'PATCH']

export interface LogSummary {
  readonly format: string
  readonly lines: number
  readonly broken: number
  /** Whether times are whole seconds: the last one then lasted until its end. */
  readonly wholeSeconds: boolean
  readonly words: WordRules
}

/** What came of learning: the model, and what its reader should be told besides. */
export interface Learned {
  readonly model: TrafficModel
  /** Words of paths that became values because too few visitors used them. */
  readonly privateWords: number
}

/** The model of all that was folded. The fold is used up. */
export function trafficModelOf(fold: TrafficFold, summary: LogSummary): Learned {
  const spanMs = Math.max(1_000, fold.lastMs - fold.firstMs + (summary.wholeSeconds ? 1_000 : 0))
  const flight = fold.inFlight?.result() ?? null
  const isWindow = fold.peak.finish(Math.floor(spanMs / MINUTE_MS))
  const minutes = Math.ceil(spanMs / MINUTE_MS)
  if (!isWindow) fold.keepPeak(0, minutes)
  for (const watch of fold.sessions) watch.finish(fold.lastMs)
  for (const tally of fold.tallies) tally.dispersion.finish()
  const pruned = pruneTree(fold.paths.root, summary.words)
  const found = endpointsOf(fold.paths.root).filter(({ tally }) => tally !== fold.overflow)
  const listed = found.slice(0, MOST_ENDPOINTS)
  const kept = listed.reduce((sum, { tally }) => sum + tally.requests, 0)
  const first = found[0]?.tally.minutes.peak.length ?? 0
  const lengthMs = isWindow ? first * MINUTE_MS : spanMs
  const endpoints = listed.map((endpoint) => endpointOf(endpoint, spanMs, lengthMs))
  const perSecond = endpoints.reduce((sum, { peakPerSecond }) => sum + peakPerSecond, 0)
  const model: TrafficModel = {
    learned: {
      format: summary.format,
      lines: summary.lines,
      broken: summary.broken,
      spanMs,
      leftOut: { endpoints: pruned.endpoints + found.length - listed.length, requests: fold.requests - kept },
    },
    peak: { afterMs: (isWindow ? (fold.peak.first ?? 0) : 0) * MINUTE_MS, lengthMs, perSecond },
    concurrency: flight === null ? null : concurrencyOf(flight, fold, { spanMs, isWindow }),
    endpoints,
    sessions: sessionsOf(fold, listed, perSecond),
  }
  return { model, privateWords: pruned.words }
}

function endpointOf({ method, path, parameters, tally }: FoundEndpoint, spanMs: number, peakMs: number): ModelEndpoint {
  const peak = tally.minutes.peak
  const inPeak = peak.reduce((sum, count) => sum + count, 0)
  const status = [...tally.status.entries()].filter(([, count]) => count > 0)
  const latency = (q: number) => tally.latency.quantile(q) ?? 0
  return {
    name: `${method} ${path}`,
    method,
    path,
    parameters,
    requests: tally.requests,
    perSecond: (tally.requests / spanMs) * 1_000,
    peakPerSecond: (inPeak / peakMs) * 1_000,
    peakPerMinute: peak,
    dispersion: tally.dispersion.result(),
    status: status
      .map(([index, count]) => ({ code: index + 100, share: count / tally.requests }))
      .toSorted((one, other) => other.share - one.share || one.code - other.code),
    responseBytes: sizes((q) => tally.responseBytes(q)),
    requestBytes: sizes((q) => tally.requestBytes(q)),
    latencyMs: tally.latency.count === 0 ? null : { p50: latency(0.5), p90: latency(0.9), p99: latency(0.99) },
    needsBody: WITH_BODY.includes(method),
    body: null,
    headers: {},
  }
}

function sizes(quantile: (q: number) => number | null): { readonly p50: number; readonly p99: number } | null {
  const [p50, p99] = [quantile(0.5), quantile(0.99)]
  return p50 === null || p99 === null ? null : { p50, p99 }
}

interface Stretch {
  readonly spanMs: number
  readonly isWindow: boolean
}

function concurrencyOf(
  flight: Omit<ModelConcurrency, 'byLittlesLaw' | 'peakPerMinute'>,
  { tallies, inFlight }: TrafficFold,
  { spanMs, isWindow }: Stretch,
): ModelConcurrency {
  const busyMs = tallies
    .filter((tally) => tally.survivor === tally)
    .reduce((sum, { latencySumMs }) => sum + latencySumMs, 0)
  const sums = inFlight?.minutes.peak ?? []
  // The sums are of seconds, and the last minute of a log that is all peak may have fewer than 60.
  const secondsOf = (minute: number) => (isWindow ? 60 : Math.min(60, Math.max(1, spanMs / 1_000 - minute * 60)))
  return {
    ...flight,
    // Rate times mean latency is the time spent in requests over the time that passed.
    byLittlesLaw: busyMs / spanMs,
    peakPerMinute: sums.map((sum, minute) => sum / secondsOf(minute)),
  }
}

function sessionsOf(fold: TrafficFold, listed: readonly FoundEndpoint[], peakPerSecond: number): ModelSessions | null {
  const { users, cookies, addresses, agents } = fold.paths.root
  if (users.size + cookies.size + Math.max(addresses.size, agents.size) < FEWEST_VISITORS) return null
  const names = new Map(listed.map(({ method, path, tally }) => [tally.number, `${method} ${path}`]))
  const survivor = (number: number) => fold.tallies[number]?.survivor.number ?? number
  const most = KINDS.toSorted((one, other) => (fold.by[BY[other]] ?? 0) - (fold.by[BY[one]] ?? 0))[0] ?? 'address'
  const watch = fold.sessions[BY[most]]
  if (watch === undefined || watch.requests > watch.count * MOST_REQUESTS_OF_VISITORS) return null
  // Requests that are in no session have rates of their own.
  const inSessions = peakPerSecond * (watch.requests / fold.requests)
  return sessionModel(watch, { by: most, names, survivor, peakPerSecond: inSessions })
}
