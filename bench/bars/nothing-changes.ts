import { headlines, runFolder, startFulldress, verdictOf } from './fulldress.ts'
import { barOptions } from './runtimes.ts'

/** A/A: rehearsals in which nothing changes must all end in GO, without a finding above `note`. */
const { runtimes, count } = barOptions(process.argv, 5)
let wrong = 0
for (const runtime of runtimes) {
  for (let run = 1; run <= count; run++) {
    using out = runFolder()
    const args = [
      'rehearse',
      'rehearsal.nothing-changes.yaml',
      '--runtime',
      runtime,
      '--act-time',
      '8s',
      '--out',
      out.folder,
    ]
    const { exitCode, seconds, stderr } = await startFulldress([...args, '--seed', String(run)]).ended
    if (exitCode === null || exitCode === 2 || exitCode === 70) console.log(stderr)
    const verdict = verdictOf(out.folder)
    const alarms = headlines(verdict)
    const good = exitCode === 0 && alarms.length === 0
    if (!good) wrong++
    console.log(`${runtime} ${run}: exit ${exitCode}, ${verdict.verdict}, ${seconds.toFixed(0)} s ${alarms.join('; ')}`)
    for (const { id, ruling, because } of verdict.checks)
      if (ruling === 'unknown') console.log(`  unknown ${id}: ${because}`)
  }
}
console.log(wrong === 0 ? 'bar holds: every rehearsal of nothing ended in GO' : `bar missed: ${wrong} alarms`)
process.exitCode = wrong === 0 ? 0 : 1
