import { parseArgs } from 'node:util'
import type { DatabaseDescription } from '../../harness/model/stage.ts'
import { startTestServer, type TestServer } from '../../test/live/postgres.ts'
import { digestCosts } from './cost.ts'
import { DIFFERENCES } from './differences/index.ts'
import { prepareServer } from './ground.ts'
import { clientPrograms, dump } from './pg-dump.ts'
import { inAnotherOrder, restored } from './rebuilt.ts'
import { complaintOf, prepareTrials, type Seen } from './trial.ts'

/**
 * The catalog digest against pg_dump -s: it differs whenever that does, for every single difference, and names the
 * object; it is equal for equal schemas, whatever way they came to be; and what it costs.
 */
type Version = DatabaseDescription['version']

const ORDERS = 5
const LIMIT_MS = 60

const { values } = parseArgs({
  options: {
    version: { type: 'string', multiple: true },
    only: { type: 'string', default: '' },
    verbose: { type: 'boolean', default: false },
  },
})
let missed = false
for (const version of (values.version?.map(Number) ?? [16, 17, 18]) as Version[]) {
  await using server = await startTestServer(version)
  await prepareServer(server)
  const programs = await clientPrograms(version)
  if (values.only === '') {
    await printCosts(version, server)
    await tryRebuilt(version, server, programs)
  }
  await tryDifferences(version, server, programs)
}
process.exitCode = missed ? 1 : 0

function say(holds: boolean, line: string): void {
  missed ||= !holds
  console.log(`${holds ? 'holds ' : 'MISSED'} ${line}`)
}

async function printCosts(version: Version, server: TestServer): Promise<void> {
  const costs = await digestCosts(server)
  const [fastest = 0, median = 0] = [costs[0], costs[Math.floor(costs.length / 2)]]
  const seen = `fastest ${Math.round(fastest)} ms, median ${Math.round(median)} ms of ${costs.length}`
  say(median < LIMIT_MS, `PostgreSQL ${version}: a digest of 300 tables in less than ${LIMIT_MS} ms: ${seen}`)
}

async function tryRebuilt(version: Version, server: TestServer, programs: string): Promise<void> {
  for (let seed = 1; seed <= ORDERS; seed++) {
    const found = await inAnotherOrder(server, seed)
    say(
      found.length === 0,
      `PostgreSQL ${version}: equal when made in order ${seed}${found.map((one) => `\n    ${one}`).join('')}`,
    )
  }
  const found = await restored(server, programs)
  say(
    found.length === 0,
    `PostgreSQL ${version}: equal after pg_dump and psql${found.map((one) => `\n    ${one}`).join('')}`,
  )
}

async function tryDifferences(version: Version, server: TestServer, programs: string): Promise<void> {
  const startedMs = Date.now()
  const wanted = DIFFERENCES.filter(({ since = 16 }) => since <= version).filter(({ statement }) =>
    statement.includes(values.only),
  )
  const trials = await prepareTrials(server, (address) => dump(programs, address, '-s'))
  const seen: Seen[] = []
  let wrong = 0
  for (const difference of wanted) {
    const shown = difference.statement.replaceAll(/\s+/g, ' ')
    const complaint = await trials.try(difference).then(
      (one) => {
        seen.push(one)
        const names = [...one.objects, ...one.moved].join(', ')
        if (values.verbose) console.log(`${one.dumpDiffers ? 'both' : 'only the digest'}: ${shown}: ${names}`)
        return complaintOf(difference, one)
      },
      (error: Error) => `failed: ${error.message}: ${shown}`,
    )
    if (complaint === null) continue
    wrong++
    console.log(`${version}  ${complaint}`)
  }
  const alone = seen.filter(({ dumpDiffers }) => !dumpDiffers).length
  const seconds = Math.round((Date.now() - startedMs) / 1000)
  const counts = `${seen.length - alone} that pg_dump sees, ${alone} that only the digest sees, ${wrong} wrong`
  say(wrong === 0, `PostgreSQL ${version}: ${wanted.length} differences, ${counts}, ${seconds} s`)
}
