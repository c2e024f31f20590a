import { setTimeout as sleep } from 'node:timers/promises'
import { start } from '../../harness/process/spawn.ts'
import { pgbench } from '../clients/pgbench.ts'
import { judgeAdded, measureAdded } from './added.ts'
import { startSteadyServer } from './server.ts'

const LIMIT_MS = 5
const CLIENTS = 50

/** The same beside clients who go to the server directly and never rest. */
export async function proxyBusy(rounds: number): Promise<boolean> {
  await using server = await startSteadyServer()
  const others = await server.createDatabase()
  await pgbench(others, ['-i', '-s', '10', '-q'])
  const { host, port, user, password, database } = others
  const args = ['-c', String(CLIENTS), '-j', '2', '-n', '-M', 'prepared', '-T', '3600']
  const load = start('pgbench', [...args, '-h', host, '-p', String(port), '-U', user, database], {
    env: { PATH: process.env.PATH ?? '', PGPASSWORD: password },
    output: 'ignore',
  })
  try {
    await sleep(3_000)
    const { committed } = await transactionsOf(server)
    const startedMs = Date.now()
    const added = await measureAdded(await server.createDatabase(), rounds)
    const perSecond = ((await transactionsOf(server)).committed - committed) / ((Date.now() - startedMs) / 1000)
    console.log(`  ${CLIENTS} clients beside it made ${perSecond.toFixed(0)} transactions/s`)
    return judgeAdded(`proxy, beside ${CLIENTS} clients`, added, LIMIT_MS)
  } finally {
    await load.stop(0)
  }
}

async function transactionsOf(server: Awaited<ReturnType<typeof startSteadyServer>>): Promise<{ committed: number }> {
  await using session = await server.session()
  const [row] = await session.query<{ committed: number }>(
    'SELECT sum(xact_commit)::int8 AS committed FROM pg_stat_database',
  )
  return row ?? { committed: 0 }
}
