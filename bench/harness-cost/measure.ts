import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '../../harness/database/session.ts'
import { backendCpuMs } from '../../harness/locks/cpu.ts'
import { watchLocks } from '../../harness/locks/watcher.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import type { DatabaseAddress } from '../../harness/model/stage.ts'
import type { LoadResult } from './load.ts'

export interface BareRun extends LoadResult {
  /** All that this process did while the load ran, as a share of one core. */
  readonly processShare: number
}

export interface WatchedRun extends BareRun {
  /** Watcher and backend together, by the watcher's own account in `locks.watched`. */
  readonly accountShare: number
  /** The watcher's backend, by the kernel's account. */
  readonly backendShare: number
  readonly samples: number
  readonly gapCount: number
  readonly longestGapMs: number
}

type Load = () => Promise<LoadResult>

export async function bare(load: Load): Promise<BareRun> {
  const before = process.cpuUsage()
  const startedMs = performance.now()
  const result = await load()
  const { user, system } = process.cpuUsage(before)
  return { ...result, processShare: (user + system) / 1_000 / (performance.now() - startedMs) }
}

/** The same with the locks watched, as the acts do it. */
export async function watched(load: Load, address: DatabaseAddress, intervalMs: number): Promise<WatchedRun> {
  const folder = mkdtempSync(join(tmpdir(), 'fulldress-watch-'))
  const facts: Fact[] = []
  const record = (fact: Fact) => void facts.push(fact)
  try {
    await using watcher = await watchLocks({ address, folder, name: 'cost', intervalMs, record })
    watcher.during('steady')
    const pid = await watchersBackend(address)
    const [backendMs, startedMs] = [backendCpuMs(pid), performance.now()]
    const result = await bare(load)
    const backendShare = (backendCpuMs(pid) - backendMs) / (performance.now() - startedMs)
    if (backendShare === 0) throw new Error('expected to see the CPU time of the watcher’s backend, found none')
    await watcher.fold()
    const watch = facts.findLast((fact) => fact.kind === 'locks.watched')
    if (watch === undefined) throw new Error('expected the watcher to have watched, found no samples of it')
    const { cpuMs, fromMs, toMs, samples, gapCount, longestGapMs } = watch
    return { ...result, backendShare, accountShare: cpuMs / (toMs - fromMs), samples, gapCount, longestGapMs }
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
