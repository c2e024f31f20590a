import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { DatabaseAddress } from '../../harness/model/stage.ts'
import { run } from '../../harness/process/run.ts'
import { prepareSource } from '../../harness/staging/source.ts'
import type { Flight, Stair } from '../../harness/stairway/stair.ts'
import { startTestServer } from '../../test/live/postgres.ts'
import { bar, line, tally, times, verdicts } from '../stairway/tally.ts'

/**
 * The stairway over the 56 migrations from Unleash 5.12.8 to 6.10.1, by its own tool: every way down that restores
 * nothing, or not all, is named, in three minutes.
 */
const LIMIT_SECONDS = 180
const NEW = 56
const EMPTY = 11
const WIDER = ['column public.client_metrics_env_daily.no', 'column public.client_metrics_env_daily.yes']
const FOLDER = 'node_modules/unleash-server/dist/migrations'

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '20' }, 'at-once': { type: 'string', default: '2' } },
})
const progress = (text: string) => console.log(text)
const [old, upgraded] = [
  await prepareSource('examples/unleash/old', progress),
  await prepareSource('examples/unleash/new', progress),
]
await using server = await startTestServer(17)
const ground = await server.createDatabase()
await migrate(old, ['up'])(ground, { signal: new AbortController().signal })

const stairs = newMigrations().map((file): Stair => {
  return {
    name: file,
    subject: `${FOLDER}/${file}`,
    files: [`${FOLDER}/${file}`],
    up: migrate(upgraded, ['up', '-c', '1']),
    down: migrate(upgraded, ['down', '-c', '1']),
  }
})
const climbed = await tally(stairs, ground, { rows: Number(values.rows), atOnce: Number(values['at-once']) })
for (const stair of climbed.stairs) if (stair.verdict !== 'identical') console.log(line(stair))
console.log(`${verdicts(climbed)}; ${times(climbed)}`)

const empty = climbed.stairs.filter(({ verdict, unanswered = [] }) => verdict === 'down-empty' || unanswered.length > 0)
for (const { name, unanswered = [] } of empty)
  console.log(`  empty: ${name}${unanswered.length === 0 ? '' : `, up works on ${unanswered.join(', ')}`}`)
const named = climbed.stairs.flatMap(({ schema }) => schema.map(({ object }) => object))
const holds = [
  bar(
    climbed.stairs.length === NEW && climbed.stopped === null,
    `${climbed.stairs.length} of ${NEW} migrations climbed${climbed.stopped === null ? '' : `: ${climbed.stopped}`}`,
  ),
  bar(
    WIDER.every((column) => named.includes(column)),
    `named: ${WIDER.join(' and ')}`,
  ),
  bar(empty.length === EMPTY, `${empty.length} ways down do nothing, known are ${EMPTY}`),
  bar(climbed.seconds <= LIMIT_SECONDS, `${climbed.seconds.toFixed(0)} s, bar ${LIMIT_SECONDS} s`),
]
process.exitCode = holds.every(Boolean) ? 0 : 1

/** In the order of the tool: by name. */
function newMigrations(): readonly string[] {
  const [before, after] = [old, upgraded].map((source) =>
    readdirSync(join(source, FOLDER)).filter((name) => /^\d{14}.*\.js$/.test(name)),
  )
  return (after ?? []).filter((name) => !before?.includes(name)).toSorted()
}

/** Node is the system's own: what the tool needs is not what the harness needs. */
function migrate(source: string, direction: readonly string[]): Flight {
  return async ({ host, port, user, password, database }: DatabaseAddress, { signal }) => {
    const url = `postgres://${user}:${password}@${host}:${port}/${database}`
    const env = { PATH: process.env.PATH ?? '', DATABASE_URL: url, DATABASE_SSL: 'false' }
    const args = [...direction, '--migrations-dir', FOLDER, '-e', 'custom']
    const { exitCode, tail } = await run(join(source, 'node_modules/.bin/db-migrate'), args, {
      ...{ cwd: source, env, signal, timeoutMs: 120_000 },
    })
    if (exitCode !== 0) throw new Error(`db-migrate ${direction.join(' ')}: exit code ${exitCode}: ${tail}`)
  }
}
