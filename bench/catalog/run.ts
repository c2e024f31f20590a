import { parseArgs } from 'node:util'
import type { DatabaseDescription } from '../../harness/model/stage.ts'
import { startTestServer } from '../../test/live/postgres.ts'
import { DIFFERENCES } from './differences/index.ts'
import { prepareServer } from './ground.ts'
import { clientPrograms, dump } from './pg-dump.ts'
import { complaintOf, prepareTrials, type Seen } from './trial.ts'

type Version = DatabaseDescription['version']

const { values } = parseArgs({
  options: {
    version: { type: 'string', multiple: true },
    only: { type: 'string', default: '' },
    verbose: { type: 'boolean', default: false },
  },
})
const versions = (values.version?.map(Number) ?? [16, 17, 18]) as Version[]
let missed = 0
for (const version of versions) missed += await tryAll(version)
process.exitCode = missed === 0 ? 0 : 1

async function tryAll(version: Version): Promise<number> {
  const startedMs = Date.now()
  const programs = await clientPrograms(version)
  await using server = await startTestServer(version)
  await prepareServer(server)
  const tries = DIFFERENCES.filter(({ since = 16 }) => since <= version).filter(({ statement }) =>
    statement.includes(values.only),
  )
  const trials = await prepareTrials(server, (address) => dump(programs, address, '-s'))
  const seen: Seen[] = []
  let complaints = 0
  for (const difference of tries) {
    const complaint = await trials.try(difference).then(
      (one) => {
        seen.push(one)
        if (values.verbose)
          console.log(
            `${version} ${one.dumpDiffers ? 'both' : 'only we'}  ${difference.statement.replaceAll(/\s+/g, ' ')}: ${one.objects.join(', ')}`,
          )
        return complaintOf(difference, one)
      },
      (error: Error) => `failed: ${error.message}: ${difference.statement}`,
    )
    if (complaint !== null) {
      complaints++
      console.log(`${version}  ${complaint.replaceAll(/\s+/g, ' ')}`)
    }
  }
  const alone = seen.filter(({ dumpDiffers }) => !dumpDiffers).length
  const seconds = Math.round((Date.now() - startedMs) / 1000)
  console.log(
    `${complaints === 0 ? 'holds ' : 'MISSED'} PostgreSQL ${version}: ${tries.length} differences, ${seen.length - alone} seen by pg_dump as well, ${alone} by the digest alone, ${complaints} wrong, ${seconds} s`,
  )
  return complaints
}
