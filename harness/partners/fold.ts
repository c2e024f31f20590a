import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { PhaseName } from '../model/act.ts'
import type { Fact, SideFile } from '../model/evidence.ts'
import { type Call, RETRY_HORIZON_MS } from './call.ts'

type PartnerCalls = Extract<Fact, { kind: 'partner.calls' }>

/** Calls of one operation in one phase, while they are counted. */
interface Tally {
  readonly phase: PhaseName
  readonly operation: string
  calls: number
  faults: number
  readonly attempts: number[]
  /** By attempt: the gaps before attempt 2, 3, … */
  readonly gapsMs: number[][]
}

/** In the order of the play, which is the order of the facts. */
const PHASES: readonly PhaseName[] = ['baseline', 'upgrade', 'soak', 'rollback', 'restored', 'forward']

/**
 * Counts a stand-in's calls by phase and operation, from the file it wrote. `file` is relative to the run's folder.
 *
 * Gaps run from arrival to arrival: a client's delay plus the answer it waited for. Calls outside the phases (warm-up,
 * settling) are read, because a retry may follow one of them, but not counted. No file means no stand-in ran: no facts.
 */
export async function foldCalls(folder: string, file: string, partner: string): Promise<readonly PartnerCalls[]> {
  const path = join(folder, file)
  if (!existsSync(path)) return []
  const tallies = new Map<string, Tally>()
  const latest = new Map<string, number>()
  const hash = createHash('sha256')
  for await (const line of createInterface({
    input: createReadStream(path).on('data', (chunk) => hash.update(chunk)),
  })) {
    const call = parse(line)
    if (call === null) continue
    const gapMs = gapBefore(latest, call)
    if (isPhase(call.phase)) count(tallyOf(tallies, call.phase, call.operation), call, gapMs)
  }
  const side: SideFile = { file, sha256: hash.digest('hex') }
  return [...tallies.values()]
    .sort((a, b) => PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase) || (a.operation < b.operation ? -1 : 1))
    .map((tally) => factOf(tally, partner, side))
}

/** A stand-in that was killed leaves half a line at the end; it is no call. */
function parse(line: string): Call | null {
  if (!line.endsWith('}')) return null
  return JSON.parse(line) as Call
}

function isPhase(phase: string): phase is PhaseName {
  return (PHASES as readonly string[]).includes(phase)
}

/** Time since the attempt before; null for a first one. Forgets what is too old to be retried, so memory stays flat. */
function gapBefore(latest: Map<string, number>, call: Call): number | null {
  const id = `${call.operation}\n${call.key}`
  const before = latest.get(id)
  latest.delete(id)
  latest.set(id, call.atMs)
  for (const [old, atMs] of latest) {
    if (call.atMs - atMs <= RETRY_HORIZON_MS) break
    latest.delete(old)
  }
  return call.attempt > 1 && before !== undefined ? call.atMs - before : null
}

function tallyOf(tallies: Map<string, Tally>, phase: PhaseName, operation: string): Tally {
  const id = `${phase}\n${operation}`
  const found = tallies.get(id) ?? { phase, operation, calls: 0, faults: 0, attempts: [], gapsMs: [] }
  tallies.set(id, found)
  return found
}

function count(tally: Tally, call: Call, gapMs: number | null): void {
  tally.calls += 1
  if (call.fault) tally.faults += 1
  while (tally.attempts.length < call.attempt) tally.attempts.push(0)
  tally.attempts[call.attempt - 1] = (tally.attempts[call.attempt - 1] ?? 0) + 1
  if (gapMs === null) return
  while (tally.gapsMs.length < call.attempt - 1) tally.gapsMs.push([])
  tally.gapsMs[call.attempt - 2]?.push(gapMs)
}

function factOf(tally: Tally, partner: string, file: SideFile): PartnerCalls {
  const { phase, operation, calls, attempts, faults } = tally
  const gapsMs = tally.gapsMs.map(medianOf)
  return { kind: 'partner.calls', partner, phase, operation, calls, attempts, faults, gapsMs, file }
}

/** To a tenth of a millisecond; NaN cannot occur but for an attempt whose predecessor is not on record, which gives 0. */
function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const low = sorted[Math.ceil(middle) - 1] ?? 0
  const high = sorted[Math.floor(middle)] ?? 0
  return Math.round(((low + high) / 2) * 10) / 10
}
