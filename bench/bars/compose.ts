import { execFileSync } from 'node:child_process'
import { entriesOf } from '../../harness/model/evidence.ts'
import { playCase } from './case.ts'
import { barOptions } from './runtimes.ts'

/**
 * A compose file of PostgreSQL, a service, a worker and a Redis, rehearsed in containers as it is: GO. Its twin, whose
 * new version asks for a column that no migration adds, is NO-GO, and so is one whose Redis ends during the upgrade.
 */
const MISSING = { from: 'COLUMN: note', to: 'COLUMN: rank' }
const DYING = {
  from: '  steps:\n    - migrate: { files: migrations, lockTimeout',
  to: '  steps:\n    - run: { in: api@1, command: "node end-redis.mjs" }\n    - wait: 2s\n    - migrate: { files: migrations, lockTimeout',
}

interface Case {
  readonly name: string
  readonly change?: { readonly from: string; readonly to: string }
  readonly exitCode: number
  /** A check that must block; none where nothing may. */
  readonly blocker?: string
}

const CASES: readonly Case[] = [
  { name: 'as it is', exitCode: 0 },
  {
    name: 'the new version asks for a column that is not there',
    change: MISSING,
    exitCode: 1,
    blocker: 'journey-broken',
  },
  { name: 'Redis ends during the upgrade', change: DYING, exitCode: 1, blocker: 'staging-died' },
]

execFileSync('bash', ['docker/offline/build.sh', 'node:24-bookworm-slim', 'postgres:17', 'redis:7'], {
  stdio: 'inherit',
})
const { only } = barOptions(process.argv, 1)
let wrong = 0
for (const { name, change, exitCode, blocker } of CASES.filter((each) => each.name.includes(only))) {
  const edit = (text: string) => (change === undefined ? text : text.replace(change.from, () => change.to))
  const options = { spec: 'rehearsal.yaml', runtime: 'containers', needs: ['pg'], edit }
  const { ended, blockers, unknown, journal } = await playCase('composed', options)
  const services = entriesOf(journal, 'stage.service').map(({ service, version }) => `${service} ${version}`)
  const good =
    ended.exitCode === exitCode &&
    (blocker === undefined ? blockers.length === 0 : blockers.some((line) => line.includes(blocker)))
  if (!good) wrong++
  console.log(`${good ? 'holds ' : 'MISSED'} ${name}: exit ${ended.exitCode} after ${ended.seconds.toFixed(1)} s`)
  console.log(`         started ${services.join(', ')}; blockers: ${blockers.join(', ') || 'none'}`)
  if (!good) console.log(ended.stdout, ended.stderr, unknown)
}
console.log(wrong === 0 ? 'bar holds' : `bar missed: ${wrong}`)
process.exitCode = wrong === 0 ? 0 : 1
