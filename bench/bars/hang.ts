import { playCase } from './case.ts'
import { barOptions } from './runtimes.ts'

/** A new version that takes requests and never answers: all users wait, nothing has a latency, and yet it is NO-GO. */
const { runtimes, count } = barOptions(process.argv, 1)
let missed = 0
for (const runtime of runtimes) {
  for (let run = 1; run <= count; run++) {
    const { verdict, blockers, unknown, ended } = await playCase('hangs', { spec: 'rehearsal.yaml', runtime })
    const holds = verdict.verdict === 'no-go' && ended.exitCode === 1
    if (!holds) missed++
    console.log(
      `${holds ? 'holds ' : 'MISSED'} ${runtime} ${run}: ${verdict.verdict}, ${blockers.join('; ')}, ${ended.seconds.toFixed(0)} s`,
    )
    for (const line of unknown) console.log(`  unknown ${line}`)
  }
}
console.log(missed === 0 ? 'bar holds: a version that hangs is NO-GO' : `bar missed: ${missed}`)
process.exitCode = missed === 0 ? 0 : 1
