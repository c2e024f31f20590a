import { parseArgs } from 'node:util'
import { CASES, type Case, interruptedFixture } from '../../test/live/interruptions/fixture.ts'
import { startFulldress, verdictOf } from './fulldress.ts'

/** Migrations that cannot be run again once they were stopped are found by that check alone; their twins are a GO. */
const { values } = parseArgs({
  options: { runtime: { type: 'string', multiple: true }, case: { type: 'string', multiple: true } },
})
const runtimes = values.runtime ?? ['processes', 'containers']
const cases = Object.keys(CASES).filter((one) => values.case?.includes(one) ?? true) as readonly Case[]
const CHECK = 'interrupted-migration-not-resumable'
let held = true

for (const runtime of runtimes) {
  for (const one of cases) {
    using fixture = interruptedFixture(one)
    const started = startFulldress(['rehearse', fixture.spec, '--runtime', runtime, '--out', fixture.out], {
      limitSeconds: 600,
    })
    const { seconds, stderr } = await started.ended
    const { verdict, findings, checks } = verdictOf(fixture.out)
    const blockers = findings.filter(({ severity }) => severity === 'blocker')
    const bad = !one.endsWith('-mended')
    const holds = bad
      ? verdict === 'no-go' && blockers.length > 0 && blockers.every(({ check }) => check === CHECK)
      : verdict === 'go' && findings.length === 0
    held &&= holds
    const said = bad
      ? blockers.map(({ subject }) => subject).join(', ')
      : checks.find(({ id }) => id === CHECK)?.because
    console.log(`${holds ? 'holds ' : 'MISSED'} ${runtime} ${one}: ${verdict} in ${seconds.toFixed(0)} s, ${said}`)
    if (holds) continue
    for (const { check, severity, summary } of findings) console.log(`  ${severity} ${check}: ${summary}`)
    for (const { id, ruling, because } of checks) if (ruling === 'unknown') console.log(`  unknown ${id}: ${because}`)
    console.log(stderr.split('\n').slice(-5).join('\n'))
  }
}
process.exitCode = held ? 0 : 1
