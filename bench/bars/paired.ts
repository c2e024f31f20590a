import { playCase } from './case.ts'
import { barOptions } from './runtimes.ts'

/**
 * A way back that leaves the endpoint slower, repeated without a change: `--paired` must blame the rollback for it, where one
 * run alone can only say that it or the machine was the cause.
 */
const { runtimes } = barOptions(process.argv, 1)
const EXPECTED = 'rollback-restores-performance GET /items/:id'
let missed = 0
for (const runtime of runtimes) {
  const options = { spec: 'rehearsal.slower-again.yaml', runtime, flags: ['--paired'] }
  const { verdict, blockers, unknown, ended } = await playCase('hangs', options)
  const holds = verdict.verdict === 'no-go' && blockers.includes(EXPECTED)
  if (!holds) missed++
  console.log(
    `${holds ? 'holds ' : 'MISSED'} ${runtime}: ${verdict.verdict}, ${blockers.join('; ') || 'no blocker'}, ${ended.seconds.toFixed(0)} s`,
  )
  for (const line of unknown) console.log(`  unknown ${line}`)
}
console.log(missed === 0 ? 'bar holds: the rollback is blamed for what it left' : `bar missed: ${missed}`)
process.exitCode = missed === 0 ? 0 : 1
