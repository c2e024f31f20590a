import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Session } from '../../harness/database/session.ts'
import { watchLocks } from '../../harness/locks/watcher/watcher.ts'
import type { DatabaseAddress } from '../../harness/model/stage.ts'
import { pgbench, startPgbench } from '../clients/pgbench.ts'
import { ratioOf, spell } from './bounds.ts'
import { startSteadyServer } from './server.ts'

const LIMIT = 0.97
const INTERVAL_MS = 10
/** In a steady act the watcher looks for waits alone. */
type Act = 'steady' | 'upgrade'
const CLIENTS = 16
/** Whoever comes or goes costs something; that is over by then. */
const SETTLE_MS = 300

/**
 * What pgbench loses while the locks are watched every 10 ms. One run of pgbench lasts throughout, and the watcher comes
 * and goes beside it: two runs differ by more than watching costs.
 */
export async function watcherCost(act: Act, pairs: number, seconds: number): Promise<boolean> {
  await using server = await startSteadyServer()
  const { address } = server
  await pgbench(address, ['-i', '-s', '20', '-q'])
  await using session = await server.session()
  const args = ['-n', '-c', String(CLIENTS), '-j', '2', '-M', 'prepared', '-T', '36000']
  await using run = startPgbench(address, args)
  const died = run.ended.then(() => Promise.reject(new Error('pgbench ended before its time')))
  died.catch(() => undefined)
  await sleep(5_000)
  const alone = () => Promise.race([tpsOver(session, seconds), died])
  const within = () => watching(address, act, alone)
  const watched: [number, number][] = []
  const control: [number, number][] = []
  for (let pair = 0; pair < pairs; pair++) {
    // Whatever drifts drifts both ways: watched first in every other round.
    const early = pair % 2 === 0 ? await within() : null
    const without = await alone()
    const late = early ?? (await within())
    const again = await alone()
    watched.push([late, without])
    control.push([again, without])
    const tps = [late, without, again].map((value) => value.toFixed(0))
    console.log(`  ${pair + 1}: with ${tps[0]}/s, without ${tps[1]}/s, again without ${tps[2]}/s`)
  }
  const ratio = ratioOf(watched)
  const holds = ratio.lower >= LIMIT
  const floor = spell(ratioOf(control))
  console.log(
    `${holds ? 'holds ' : 'MISSED'} watcher at ${INTERVAL_MS} ms as in the act ${act}: ${spell(ratio)}, bar ${LIMIT}; floor: without/without ${floor}`,
  )
  return holds
}

/** Each transaction of pgbench takes one number, so that they can be counted to the millisecond. */
async function tpsOver(session: Session, seconds: number): Promise<number> {
  const count = async () => {
    const [row] = await session.query<{ next: number }>(
      'SELECT pg_snapshot_xmax(pg_current_snapshot())::text::float8 AS next',
    )
    return { next: row?.next ?? 0, atMs: performance.now() }
  }
  await sleep(SETTLE_MS)
  const from = await count()
  await sleep(seconds * 1_000)
  const to = await count()
  return ((to.next - from.next) * 1_000) / (to.atMs - from.atMs)
}

async function watching(address: DatabaseAddress, act: Act, work: () => Promise<number>): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'fulldress-watch-'))
  try {
    const record = () => undefined
    await using watcher = await watchLocks({ address, folder, name: 'cost', intervalMs: INTERVAL_MS, record })
    await watcher.during(act)
    const tps = await work()
    await watcher.fold()
    return tps
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
