import { parseArgs } from 'node:util'
import { readyParser } from '../../harness/sql/parse.ts'
import type { Flight, Stair } from '../../harness/stairway/stair.ts'
import { startSteadyServer } from '../locks/server.ts'
import { CHAIN, databaseSql } from './chain.ts'
import { cpuSeconds } from './cpu.ts'
import { type Floor, measureFloor } from './floor.ts'
import { bar, tally, times, verdicts } from './tally.ts'

/**
 * What the stairway costs beside the migrations themselves: `npm run bench:stairway -- --mb 1024 --migrations 50`. The
 * floor and the stairway are measured one after the other, on the same server and the same database.
 */
const LIMIT = 1.5

const { values } = parseArgs({
  options: {
    mb: { type: 'string', default: '1024' },
    migrations: { type: 'string', default: '50' },
    'at-once': { type: 'string', default: '2' },
  },
})
await readyParser()
await using server = await startSteadyServer()
const ground = await server.createDatabase()
{
  await using session = await server.session(ground)
  for (const statement of databaseSql(Number(values.mb)).split(/;\s*\n\s*|;$/))
    if (statement.trim() !== '') await session.run(statement)
  const [size] = await session.query<{ size: string }>(
    'SELECT pg_size_pretty(pg_database_size(current_database())) AS size',
  )
  console.log(
    `${size?.size}, ${values.migrations} migrations, load average ${(await import('node:os')).loadavg()[0]?.toFixed(1)}`,
  )
}

const flight =
  (sql: string): Flight =>
  async (address) => {
    await using session = await server.session(address)
    await session.run(sql)
  }
const stairs = CHAIN.slice(0, Number(values.migrations)).map(({ up, down }, at): Stair => {
  const name = `${String(at + 1).padStart(2, '0')}: ${up.slice(0, 60)}`
  return { name, subject: name, files: [], up: flight(up), down: flight(down) }
})

await using desk = await server.session({ ...ground, database: 'postgres' })
const cpu: (number | null)[] = [cpuSeconds(desk)]
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
async function floor(): Promise<Floor> {
  const measured = await measureFloor(stairs, ground)
  const { totalMs, copyMs, flightsMs, digestMs } = measured
  console.log(
    `floor ${seconds(totalMs)}: copies ${seconds(copyMs)}, up, down and up ${seconds(flightsMs)}, digests ${seconds(digestMs)}`,
  )
  return measured
}
const floors = [await floor()]
cpu.push(cpuSeconds(desk))
const climbed = await tally(stairs, ground, { rows: 0, atOnce: Number(values['at-once']) })
cpu.push(cpuSeconds(desk))
console.log(`stairway ${climbed.seconds.toFixed(1)} s: ${verdicts(climbed)}; ${times(climbed)}`)
// What else went on at the machine shows in the second measure of the floor.
floors.push(await floor())
const [begun = null, floored = null, ended = null] = cpu
if (begun !== null && floored !== null && ended !== null) {
  const [least, all] = [floored - begun, ended - floored]
  // The floor's own looks at marks and its droppings are in it here, for nobody can tell them apart.
  console.log(
    `CPU of server and client: floor ${least.toFixed(1)} s, stairway ${all.toFixed(1)} s, ${(all / least).toFixed(2)} times`,
  )
}
const floorMs = floors.reduce((sum, { totalMs }) => sum + totalMs, 0) / floors.length
const ratio = (climbed.seconds * 1000) / floorMs
const restored =
  climbed.stairs.length === stairs.length && climbed.stairs.every(({ verdict }) => verdict === 'identical')
const holds = [
  bar(restored, `all ${stairs.length} are found to restore`),
  bar(ratio <= LIMIT, `${ratio.toFixed(2)} times the floor of ${seconds(floorMs)}, bar ${LIMIT}`),
]
process.exitCode = holds.every(Boolean) ? 0 : 1
