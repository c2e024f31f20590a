import { connect, type Session } from '../../database/session.ts'
import type { DatabaseAddress } from '../../model/stage.ts'
import { type CpuMeter, meterCpu } from './cpu.ts'
import { lookFor, type Memory, NOTHING_KNOWN, PREPARED, SAMPLING } from './picture.ts'
import { type Row, roundMs, type Sample, seenLock } from './sample.ts'

/** How long the server looks by itself before it reports; a fold waits for no more than that. */
const REPORT_MS = 200
/** Where only waits are looked for: each report costs both sides, and a fold of these is in no hurry. */
const SELDOM_REPORT_MS = 500

/** Round trips by which the difference of the clocks is found. */
const CLOCK_TRIPS = 8

/** What the server told, in order: looks that showed nothing new, then what was new, if anything was. */
export interface Report {
  readonly looksAtMs: readonly number[]
  readonly sample: Sample | null
  /** The server's count of deadlocks in this database; null in the middle of a report. */
  readonly deadlocks: number | null
}

export interface Lookout extends AsyncDisposable {
  readonly session: Session
  /** The server's `deadlock_timeout`. */
  readonly deadlockTimeoutMs: number
  /** Our clock's times of its looks may be too late by this much, and are never too early. */
  readonly clockErrorMs: number
  /** Whether locks that keep nobody waiting are left aside; resolves once the server looks that way. */
  waitsAlone(on: boolean): Promise<void>
  /** Has the server look for a while, half a second at most; what it sees is handed over as it sees it. */
  watch(onReport: (report: Report) => void): Promise<void>
  /** What watching cost since the last call, here and in the server. */
  takeCpuMs(): number
}

/** What a notice of ours holds. */
interface Told {
  readonly looks: readonly number[]
  readonly at?: number
  readonly by?: number
  readonly locks?: readonly Row[]
  readonly print?: string
  readonly targets?: string
  readonly waiters?: string
  readonly deadlocks?: number
}

/** A session that looks out for locks, by a clock that it compares with ours once: times can be subtracted ever after. */
export async function openLookout(address: DatabaseAddress, intervalMs: number): Promise<Lookout> {
  let handOver: (report: Report) => void = () => undefined
  let memory: Memory = NOTHING_KNOWN
  let aheadMs = 0
  let meter: CpuMeter | null = null
  const hear = (told: Told) => {
    const { print, targets = '{}', waiters = '{}' } = told
    if (print !== undefined) memory = { print, targets, waiters }
    handOver(reportOf(told, aheadMs))
  }
  const session = await connect(address, {
    application: 'fulldress-watch',
    settings: SAMPLING,
    onNotice(message) {
      if (message.startsWith('{')) meter?.of(() => hear(JSON.parse(message) as Told))
    },
  })
  meter = meterCpu(session.pid)
  for (const statement of PREPARED) await session.run(statement)
  const clock = await compareClocks(session)
  aheadMs = clock.aheadMs
  // What other sessions do is hidden from who may not read it, as if nobody waited.
  const [server] = await session.query<{ ms: number; reads: boolean }>(
    "SELECT setting::int AS ms, pg_has_role('pg_read_all_stats', 'USAGE') AS reads FROM pg_settings WHERE name = 'deadlock_timeout'",
  )
  let waitsAlone = false
  let underWay: Promise<unknown> = Promise.resolve()
  return {
    session,
    deadlockTimeoutMs: server?.ms ?? 1_000,
    clockErrorMs: clock.errorMs,
    async waitsAlone(on) {
      const before = waitsAlone
      waitsAlone = on && server?.reads === true
      // The server is told at the start of each report; one that is lost says so elsewhere.
      if (waitsAlone !== before) await underWay.catch(() => undefined)
    },
    takeCpuMs: () => meter?.takeMs() ?? 0,
    watch(onReport) {
      handOver = onReport
      const forMs = waitsAlone ? SELDOM_REPORT_MS : REPORT_MS
      const run = session.run(lookFor({ forMs, intervalMs, waitsAlone }, memory))
      underWay = run
      return run
    },
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  }
}

/** Answers arrive late when this thread is busy, and never early: the smallest difference is that of the clocks. */
async function compareClocks(session: Session): Promise<{ readonly aheadMs: number; readonly errorMs: number }> {
  let best = { aheadMs: Number.POSITIVE_INFINITY, errorMs: 0 }
  for (let trip = 0; trip < CLOCK_TRIPS; trip++) {
    const fromMs = Date.now()
    const [row] = await session.query<{ at: number }>(
      'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS at',
    )
    const toMs = Date.now()
    const aheadMs = toMs - (row?.at ?? 0)
    if (aheadMs < best.aheadMs) best = { aheadMs, errorMs: toMs - fromMs + 1 }
  }
  return best
}

function reportOf({ looks, at, by, locks, deadlocks }: Told, aheadMs: number): Report {
  const ours = (theirs: number) => roundMs(theirs + aheadMs)
  const looksAtMs = looks.map(ours)
  if (at === undefined || by === undefined || locks === undefined)
    return { looksAtMs, sample: null, deadlocks: deadlocks ?? null }
  const atMs = ours(at)
  const sample = { atMs, byMs: ours(by), locks: locks.map((row) => seenLock(row, atMs, aheadMs)) }
  return { looksAtMs, sample, deadlocks: null }
}

/** Whether a lock belongs to somebody whom the server employs itself: autovacuum for one. */
export function isBackground({ backendType }: { readonly backendType: string }): boolean {
  return !['client backend', 'parallel worker', 'prepared transaction'].includes(backendType)
}
