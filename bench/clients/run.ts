import { parseArgs } from 'node:util'
import { describe } from '../../harness/errors.ts'
import { startTestServer } from '../../test/live/postgres.ts'
import { keepTrace } from '../modes/tracing.ts'
import type { Client } from './client.ts'
import { differences } from './compare.ts'
import { install } from './install.ts'
import { doJob } from './job.ts'
import { lacking } from './judge-trace.ts'
import { PGBENCH_MODES, pgbench, tpsOf } from './pgbench.ts'
import { CLIENTS } from './registry.ts'

/** Real clients do the same job directly and through the proxy: nothing is broken, and the trace holds what they did. */
const { values } = parseArgs({
  options: { only: { type: 'string', default: '' }, seconds: { type: 'string', default: '3' } },
})
let wrong = 0
let done = 0
await using server = await startTestServer(17)
for (const client of CLIENTS) {
  const title = [client.name, /^(text|binary|pipeline)$/.exec(client.commands[0]?.[2] ?? '')?.[0] ?? '']
    .join(' ')
    .trim()
  if (!title.includes(values.only)) continue
  tell(title, await tryClient(client).catch((error) => ({ figures: '', told: [describe(error)] })))
}
for (const mode of PGBENCH_MODES) {
  if (`pgbench ${mode}`.includes(values.only)) {
    tell(`pgbench ${mode}`, await tryPgbench(mode).catch((error) => ({ figures: '', told: [describe(error)] })))
  }
}
console.log(`clients: ${done} tried, ${done - wrong} work as without the proxy`)
process.exitCode = wrong === 0 && done > 0 ? 0 : 1

interface Tried {
  readonly figures: string
  readonly told: readonly string[]
}

async function tryClient(client: Client): Promise<Tried> {
  const folder = await install(client)
  const [one, other] = [await server.createDatabase(), await server.createDatabase()]
  const direct = await doJob(client, folder, { through: one, database: one })
  await using tracing = await keepTrace(other)
  const through = await doJob(client, folder, { through: tracing.address, database: other })
  const traced = await tracing.take()
  const told = [...differences(direct, through), ...lacking(client, traced)]
  const exact = traced.filter((statement) => statement.exact).length
  const same = `${through.lines.length} lines of output, ${through.objects.size} objects in the catalog`
  return { figures: `${same}; ${traced.length} statements traced, ${exact} exactly`, told }
}

async function tryPgbench(mode: string): Promise<Tried> {
  const database = await server.createDatabase()
  await pgbench(database, ['-i', '-s', '1', '-q'])
  await using tracing = await keepTrace(database)
  const stdout = await pgbench(tracing.address, ['-M', mode, '-n', '-c', '4', '-j', '2', '-T', values.seconds])
  const traced = await tracing.take()
  const failed = /failed transactions: (\d+)/.exec(stdout)?.[1]
  const told = failed === '0' ? [] : [`expected no failed transaction, found ${failed}`]
  return { figures: `${tpsOf(stdout).toFixed(0)} transactions/s, ${traced.length} statements traced`, told }
}

function tell(title: string, { figures, told }: Tried): void {
  done++
  if (told.length > 0) wrong++
  console.log(`${told.length === 0 ? 'holds ' : 'MISSED'} ${title.padEnd(16)} ${figures}`)
  for (const one of told) console.log(`    ${one}`)
}
