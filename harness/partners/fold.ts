import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { PhaseName } from '../model/act.ts'
import type { Fact, SideFile } from '../model/evidence.ts'
import { Histogram } from '../model/histogram.ts'
import type { Call } from './call.ts'
import { type Enclosing, encloseCalls, type Request } from './callers.ts'
import { type LogicalCall, LogicalCalls } from './logical-calls.ts'
import { type RetriedPhase, retriesOf } from './retries.ts'

type PartnerCalls = Extract<Fact, { kind: 'partner.calls' }>
type PartnerRecorded = Extract<Fact, { kind: 'partner.recorded' }>

/** Calls of one operation in one phase, while they are counted. */
interface Tally {
  readonly phase: PhaseName
  readonly operation: string
  calls: number
  faults: number
  readonly attempts: number[]
  /** First attempts that arrived while the phase lasted; it is called that for longer, until the next one begins. */
  began: number
  /** How late the stand-in's answers were. */
  readonly late: Histogram
}

/** Where calls are found, and beside what. */
export interface Recorded {
  /** The run's folder. */
  readonly folder: string
  /** Relative to it. */
  readonly file: string
  readonly partner: string
  /** When the phases were; retries are told for these alone. */
  readonly phases: readonly RetriedPhase[]
  /** Clients' requests, those that took no time left out. */
  readonly requests: Iterable<Request> | AsyncIterable<Request>
}

/** In the order of the play, which is the order of the facts. */
const PHASES: readonly PhaseName[] = ['baseline', 'upgrade', 'soak', 'rollback', 'restored', 'forward']

/**
 * Counts a stand-in's calls by phase and operation, from the file it wrote, and tells how they were retried.
 *
 * Gaps run from arrival to arrival: a client's delay plus the answer it waited for. Calls outside the phases (warm-up,
 * settling) are read, because a retry may follow one of them, but not counted. The first fact says whether there is a
 * record at all, for a stand-in that nobody called leaves an empty one.
 */
export async function foldCalls(recorded: Recorded): Promise<readonly (PartnerRecorded | PartnerCalls)[]> {
  const { folder, file, partner } = recorded
  const path = join(folder, file)
  if (!existsSync(path)) return [{ kind: 'partner.recorded', partner, calls: null, file: null }]
  const tallies = new Map<string, Tally>()
  const logical = new LogicalCalls()
  const hash = createHash('sha256')
  let calls = 0
  for await (const line of createInterface({
    input: createReadStream(path).on('data', (chunk) => hash.update(chunk)),
  })) {
    const call = parse(line)
    if (call === null) continue
    calls++
    logical.add(call)
    if (isPhase(call.phase)) count(tallyOf(tallies, call.phase, call.operation), call, recorded.phases)
  }
  const side: SideFile = { file, sha256: hash.digest('hex') }
  const counted = [...tallies.values()].sort(
    (a, b) => PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase) || (a.operation < b.operation ? -1 : 1),
  )
  const retried = logical.all()
  const lateMs = Math.max(0, ...[...tallies.values()].map(({ late }) => late.quantile(0.9) ?? 0))
  const enclosing = await encloseCalls(retried, { requests: recorded.requests, lateMs })
  return [
    { kind: 'partner.recorded', partner, calls, file: side },
    ...counted.map((tally) => factOf(tally, { ...recorded, side, retried, enclosing })),
  ]
}

/** A stand-in that was killed leaves half a line at the end; it is no call. */
function parse(line: string): Call | null {
  if (!line.endsWith('}')) return null
  return JSON.parse(line) as Call
}

function isPhase(phase: string): phase is PhaseName {
  return (PHASES as readonly string[]).includes(phase)
}

function tallyOf(tallies: Map<string, Tally>, phase: PhaseName, operation: string): Tally {
  const id = `${phase}\n${operation}`
  const found = tallies.get(id) ?? {
    phase,
    operation,
    calls: 0,
    faults: 0,
    attempts: [],
    began: 0,
    late: new Histogram(),
  }
  tallies.set(id, found)
  return found
}

function count(tally: Tally, call: Call, phases: readonly RetriedPhase[]): void {
  tally.calls += 1
  if (call.fault) tally.faults += 1
  while (tally.attempts.length < call.attempt) tally.attempts.push(0)
  tally.attempts[call.attempt - 1] = (tally.attempts[call.attempt - 1] ?? 0) + 1
  const when = phases.find(({ phase }) => phase === tally.phase)
  if (when === undefined || call.atMs < when.fromMs || call.atMs >= when.toMs) return
  if (call.attempt === 1) tally.began += 1
  if (call.lateMs !== undefined) tally.late.add(call.lateMs)
}

interface Folded extends Recorded {
  readonly side: SideFile
  readonly retried: readonly LogicalCall[]
  readonly enclosing: ReadonlyMap<LogicalCall, Enclosing>
}

function factOf({ phase, operation, calls, attempts, faults, began, late }: Tally, folded: Folded): PartnerCalls {
  const { partner, phases, retried, enclosing, side } = folded
  const mine = retried.filter((call) => call.operation === operation)
  const when = phases.find((one) => one.phase === phase)
  return {
    kind: 'partner.calls',
    ...{ partner, phase, operation, calls, attempts, faults },
    gapsMs: gapsOf(mine, phase),
    file: side,
    ...(when === undefined ? {} : { retries: retriesOf({ calls: mine, began, late, enclosing }, when) }),
  }
}

/** Median gaps before attempts 2, 3, … of this phase, arrival to arrival. */
function gapsOf(calls: readonly LogicalCall[], phase: PhaseName): readonly number[] {
  const gaps: number[][] = []
  for (const { attempts } of calls) {
    for (const [index, { attempt, atMs, phase: at }] of attempts.entries()) {
      const before = attempts[index - 1]
      if (at !== phase || before?.attempt !== attempt - 1) continue
      while (gaps.length < attempt - 1) gaps.push([])
      gaps[attempt - 2]?.push(atMs - before.atMs)
    }
  }
  return gaps.map(medianOf)
}

/** To a tenth of a millisecond; 0 for an attempt whose predecessor is not on record. */
function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const low = sorted[Math.ceil(middle) - 1] ?? 0
  const high = sorted[Math.floor(middle)] ?? 0
  return Math.round(((low + high) / 2) * 10) / 10
}
