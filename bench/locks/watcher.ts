import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { watchLocks } from '../../harness/locks/watcher/watcher.ts'
import type { DatabaseAddress } from '../../harness/model/stage.ts'
import { pgbench, tpsOf } from '../clients/pgbench.ts'
import { ratioOf, spell } from './bounds.ts'
import { startSteadyServer } from './server.ts'

const LIMIT = 0.97
const INTERVAL_MS = 10
const CLIENTS = 16

/** What pgbench loses while the locks are watched every 10 ms. */
export async function watcherCost(pairs: number, seconds: number): Promise<boolean> {
  await using server = await startSteadyServer()
  const { address } = server
  await pgbench(address, ['-i', '-s', '20', '-q'])
  await using session = await server.session()
  const timed = async () => {
    await session.run('VACUUM pgbench_branches, pgbench_tellers')
    const args = ['-n', '-c', String(CLIENTS), '-j', '2', '-M', 'prepared', '-T', String(seconds)]
    return tpsOf(await pgbench(address, args))
  }
  await timed()
  const watched: [number, number][] = []
  const control: [number, number][] = []
  for (let pair = 0; pair < pairs; pair++) {
    const early = pair % 2 === 0 ? await watching(address, timed) : null
    const without = await timed()
    const within = early ?? (await watching(address, timed))
    const again = await timed()
    watched.push([within, without])
    control.push([again, without])
    const tps = [within, without, again].map((value) => value.toFixed(0))
    console.log(`  ${pair + 1}: with ${tps[0]}/s, without ${tps[1]}/s, again without ${tps[2]}/s`)
  }
  const ratio = ratioOf(watched)
  const holds = ratio.lower >= LIMIT
  const floor = spell(ratioOf(control))
  console.log(
    `${holds ? 'holds ' : 'MISSED'} watcher at ${INTERVAL_MS} ms: ${spell(ratio)}, bar ${LIMIT}; floor: without/without ${floor}`,
  )
  return holds
}

async function watching(address: DatabaseAddress, work: () => Promise<number>): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'fulldress-watch-'))
  try {
    const record = () => undefined
    await using watcher = await watchLocks({ address, folder, name: 'cost', intervalMs: INTERVAL_MS, record })
    watcher.during('steady')
    const tps = await work()
    await watcher.fold()
    return tps
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
