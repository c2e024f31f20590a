import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Session } from '../../harness/database/session.ts'
import { watchLocks } from '../../harness/locks/watcher/watcher.ts'
import type { DatabaseAddress } from '../../harness/model/stage.ts'
import { pgbench, startPgbench } from '../clients/pgbench.ts'
import { type Ratio, ratioOf, spell } from './bounds.ts'
import { startSteadyServer } from './server.ts'

const LIMIT = 0.97
const INTERVAL_MS = 10
/** In a steady act the watcher looks for waits alone. */
const ACTS = ['steady', 'upgrade'] as const
type Act = (typeof ACTS)[number]
const CLIENTS = 16
/** Whoever comes or goes costs something; that is over by then. */
const SETTLE_MS = 300

/**
 * What pgbench loses while the locks are watched every 10 ms. One run of pgbench lasts throughout, and the watcher comes
 * and goes beside it: two runs differ by more than watching costs.
 */
export async function watcherCost(pairs: number, seconds: number): Promise<boolean> {
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
  const within = (act: Act) => watching(address, act, alone)
  const pairsOf: Record<Act | 'control', [number, number][]> = { steady: [], upgrade: [], control: [] }
  for (let pair = 0; pair < pairs; pair++) {
    // Whatever drifts drifts both ways: watched first in every other round, and each act as often as the other.
    const [first, second]: readonly [Act, Act] = pair % 4 < 2 ? ['steady', 'upgrade'] : ['upgrade', 'steady']
    const early = pair % 2 === 0 ? await within(first) : null
    const without = await alone()
    pairsOf[first].push([early ?? (await within(first)), without])
    const again = await alone()
    pairsOf[second].push([await within(second), again])
    pairsOf.control.push([again, without])
    const [steady, upgrade] = ACTS.map((act) => pairsOf[act].at(-1)?.[0].toFixed(0))
    console.log(
      `  ${pair + 1}: as in a steady act ${steady}/s, as in an upgrade ${upgrade}/s, without ${without.toFixed(0)}/s and ${again.toFixed(0)}/s`,
    )
  }
  console.log(`  floor: without/without ${spell(ratioOf(pairsOf.control))}`)
  const held = ACTS.map((act) => tell(act, ratioOf(pairsOf[act])))
  return held.every(Boolean)
}

function tell(act: Act, ratio: Ratio): boolean {
  const holds = ratio.lower >= LIMIT
  console.log(
    `${holds ? 'holds ' : 'MISSED'} watcher at ${INTERVAL_MS} ms as in the act ${act}: ${spell(ratio)}, bar ${LIMIT}`,
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
