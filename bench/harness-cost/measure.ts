import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { watchLocks } from '../../harness/locks/watcher.ts'
import type { Fact } from '../../harness/model/evidence.ts'
import type { LoadOrder, LoadResult } from './load.ts'

export interface Run extends LoadResult {
  /** Watcher and its backend, as a share of one core; null without watching. */
  readonly cpuShare: number | null
  readonly gapCount: number | null
  readonly longestGapMs: number | null
}

/** Whatever puts load on the copy: sessions of our own here, k6 against the sample elsewhere. */
export type Load = () => Promise<LoadResult>

/** Our own sessions, in a process of their own. */
export function sessionsLoad(order: LoadOrder): Load {
  return async () => {
    const program = join(import.meta.dirname, 'load.ts')
    const child = spawn(process.execPath, [program, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [output] = await Promise.all([text(child.stdout), once(child, 'exit')])
    return JSON.parse(output) as LoadResult
  }
}

export async function bare(load: Load): Promise<Run> {
  return { ...(await load()), cpuShare: null, gapCount: null, longestGapMs: null }
}

export async function watched(load: Load, { address }: LoadOrder, intervalMs: number): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'fulldress-cost-'))
  const facts: Fact[] = []
  try {
    await using watcher = await watchLocks({
      address,
      folder,
      name: 'cost',
      intervalMs,
      record: (fact) => void facts.push(fact),
    })
    watcher.during('steady')
    const result = await load()
    await watcher.fold()
    const watch = facts.findLast((fact) => fact.kind === 'locks.watched')
    if (watch === undefined) throw new Error('expected the watcher to have watched, found no samples of it')
    const { cpuMs, fromMs, toMs, gapCount, longestGapMs } = watch
    return { ...result, cpuShare: cpuMs / (toMs - fromMs), gapCount, longestGapMs }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
