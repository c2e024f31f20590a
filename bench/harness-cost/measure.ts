import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../../harness/database/session.ts'
import { backendCpuMs } from '../../harness/locks/watcher/cpu.ts'
import { watchLocks } from '../../harness/locks/watcher/watcher.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import type { DatabaseAddress } from '../../harness/model/stage.ts'

/** What one slice of time cost. */
export interface Cost {
  readonly lastedMs: number
  /** CPU of this process, whatever it did. */
  readonly processMs: number
}

export interface WatchedCost extends Cost {
  /** CPU of the watcher's backend, by the kernel's account. */
  readonly backendMs: number
  /** Watcher and backend together, as a share of a core, by the watcher's own account in `locks.watched`. */
  readonly accountShare: number
  readonly looks: number
  readonly gapCount: number
  readonly longestGapMs: number
}

/** A slice: its beginning counts for nobody, and watching begins and ends there. */
export interface Span {
  readonly fromMs: number
  readonly settledMs: number
  readonly toMs: number
}

export async function bare({ settledMs, toMs }: Span): Promise<Cost> {
  await until(settledMs)
  const [before, startedMs] = [process.cpuUsage(), performance.now()]
  await until(toMs)
  const { user, system } = process.cpuUsage(before)
  return { processMs: (user + system) / 1_000, lastedMs: performance.now() - startedMs }
}

/** The same with the locks watched, as the acts do it. */
export async function watched(span: Span, address: DatabaseAddress, intervalMs: number): Promise<WatchedCost> {
  const folder = mkdtempSync(join(tmpdir(), 'fulldress-watch-'))
  const facts: Fact[] = []
  const record = (fact: Fact) => void facts.push(fact)
  try {
    await until(span.fromMs)
    await using watcher = await watchLocks({ address, folder, name: 'cost', intervalMs, record })
    await watcher.during('steady')
    const pid = await watchersBackend(address)
    await until(span.settledMs)
    const beforeMs = backendCpuMs(pid)
    const cost = await bare(span)
    const backendMs = backendCpuMs(pid) - beforeMs
    await watcher.fold()
    const watch = facts.findLast((fact) => fact.kind === 'locks.watched')
    if (watch === undefined) throw new Error('expected the watcher to have watched, found no samples of it')
    const { cpuMs, fromMs, toMs, samples, gapCount, longestGapMs } = watch
    return { ...cost, backendMs, accountShare: cpuMs / (toMs - fromMs), looks: samples, gapCount, longestGapMs }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function watchersBackend(address: DatabaseAddress): Promise<number> {
  await using session = await connect(address, 'bench')
  const [row] = await session.query<{ pid: number }>(
    "SELECT pid FROM pg_stat_activity WHERE application_name = 'fulldress-watch'",
  )
  if (row === undefined) throw new Error('expected a session of the watcher, found none')
  return row.pid
}

async function until(epochMs: number): Promise<void> {
  await sleep(Math.max(0, epochMs - Date.now()))
}
