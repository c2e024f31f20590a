import { parseArgs } from 'node:util'
import { digestRows } from '../../harness/database/rows.ts'
import { run } from '../../harness/process/run.ts'
import { startTestServer } from '../../test/live/postgres.ts'
import { clientPrograms } from '../catalog/pg-dump.ts'
import { fill, TABLES } from './fill.ts'

/**
 * The row digest beside what it competes with, warm and in one run: `npm run bench:digest -- --mb 300`. The floor is a
 * hash that takes 1.0 for 1.00 and cannot tell swapped values; a bare count shows what only reading costs.
 */
const { values } = parseArgs({
  options: { mb: { type: 'string', default: '2000' }, rounds: { type: 'string', default: '3' } },
})
const LEAST_RATIO = 1.5
const MOST_MB = 200

await using server = await startTestServer(18)
const { host, port, user, password, database } = server.address
const pgDump = `${await clientPrograms(18)}/pg_dump`
await using session = await server.session()
const mb = await fill(session, Number(values.mb))

async function each(expression: string): Promise<void> {
  for (const table of TABLES) await session.run(`SELECT ${expression} FROM ${table} AS t`)
}

async function dump(): Promise<void> {
  const options = `--restrict-key=x -h ${host} -p ${port} -U ${user} ${database}`
  const env = { PGPASSWORD: password, PATH: process.env.PATH ?? '' }
  const piped = ['-c', `set -e; '${pgDump}' ${options} | sha256sum`]
  const { exitCode, tail } = await run('sh', piped, { env, timeoutMs: 600_000 })
  if (exitCode !== 0 || !/^[0-9a-f]{64}/.test(tail)) throw new Error(`pg_dump | sha256sum: ${tail}`)
}

const contests: Readonly<Record<string, () => Promise<unknown>>> = {
  'bare count': () => each('count(*)'),
  floor: () => each('sum(hash_record_extended(t, 0)::numeric)'),
  'row digest': () => digestRows(server.address),
  'pg_dump | sha256sum': dump,
}
const seconds = new Map(Object.keys(contests).map((name) => [name, [] as number[]]))
await each('count(*)')
for (let round = 0; round < Number(values.rounds); round++) {
  for (const [name, perform] of Object.entries(contests)) {
    const startedAt = performance.now()
    await perform()
    seconds.get(name)?.push((performance.now() - startedAt) / 1000)
  }
}

function median(name: string): number {
  const sorted = (seconds.get(name) ?? []).toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

console.log(`${mb.toFixed(0)} MB in ${TABLES.length} tables, median of ${values.rounds} rounds`)
for (const name of seconds.keys()) console.log(`  ${name.padEnd(20)} ${median(name).toFixed(2)} s`)
const ratio = median('pg_dump | sha256sum') / median('row digest')
const rssMb = process.resourceUsage().maxRSS / 1024
const fast = ratio >= LEAST_RATIO
const small = rssMb < MOST_MB
console.log(
  `${fast ? 'holds ' : 'MISSED'} faster than pg_dump | sha256sum: ${ratio.toFixed(2)} times, at least ${LEAST_RATIO}`,
)
console.log(`${small ? 'holds ' : 'MISSED'} memory of the harness: ${rssMb.toFixed(0)} MB, below ${MOST_MB}`)
process.exitCode = fast && small ? 0 : 1
