import { parseArgs } from 'node:util'
import type { DatabaseDescription } from '../../harness/model/stage.ts'
import { startTestServer } from '../../test/live/postgres.ts'
import { tryBlocked } from './blocked-trial.ts'
import { BLOCKED } from './forms/blocked.ts'
import { FORMS } from './forms/index.ts'
import { keepTrace } from './tracing.ts'
import { type Bench, prepareServer, tryForm } from './trial.ts'

/**
 * The traced modes of every form in PostgreSQL's lock documentation equal what pg_locks shows of a transaction that is
 * held by hand; those that refuse a transaction equal the documentation while they wait.
 */
type Version = DatabaseDescription['version']

const { values } = parseArgs({
  options: { version: { type: 'string', multiple: true }, only: { type: 'string', default: '' } },
})
const versions = (values.version?.map(Number) ?? [16, 17, 18]) as Version[]
let tried = 0
let equal = 0
for (const version of versions) {
  const [before, startedMs] = [{ tried, equal }, Date.now()]
  await using server = await startTestServer(version)
  await using looker = await server.session()
  await prepareServer(looker)
  await using tracing = await keepTrace(server.address)
  await tryAll(version, { server: server.address, looker, tracing })
  const seconds = ((Date.now() - startedMs) / 1000).toFixed(0)
  console.log(`PostgreSQL ${version}: ${tried - before.tried} statements, ${equal - before.equal} equal, ${seconds} s`)
}
const statements = Math.round(tried / versions.length)
console.log(`modes: ${statements} statements × ${versions.length} versions, ${equal} of ${tried} equal`)
process.exitCode = tried > 0 && equal === tried ? 0 : 1

async function tryAll(version: Version, bench: Bench): Promise<void> {
  const wanted = ({ statement }: { readonly statement: string }) => statement.includes(values.only)
  for (const form of FORMS.filter(({ since = 16 }) => since <= version).filter(wanted)) {
    await count(version, form.statement, tryForm(form, bench))
  }
  for (const form of BLOCKED.filter(wanted)) await count(version, form.statement, tryBlocked(form, bench))
}

async function count(version: Version, statement: string, trial: Promise<readonly string[]>): Promise<void> {
  const wrong = await trial.catch((error: Error) => [`failed: ${error.message}`])
  tried++
  if (wrong.length === 0) equal++
  const shown = statement.replaceAll(/\s+/g, ' ').slice(0, 90)
  for (const one of wrong) console.log(`${version}  ${shown}\n    ${one}`)
}
