import { type ChildProcess, spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { entriesOf } from '../../harness/model/evidence.ts'
import { playCase } from './case.ts'
import { barOptions } from './runtimes.ts'

/** Loops end by themselves, should the bar die before it ends them. */
const LONGEST_MS = 300_000
const PER_CORE = 4

/**
 * Nothing changes, but busy loops take the CPU from all of it: what then looks slower is not the new version's doing, and
 * the answer has to be INCONCLUSIVE, for the generator could not keep up.
 */
const { runtimes, count } = barOptions(process.argv, 1)
let missed = 0
for (const runtime of runtimes) {
  for (let run = 1; run <= count; run++) {
    const loops = busyLoops(availableParallelism() * PER_CORE)
    try {
      const { verdict, blockers, unknown, ended, journal } = await playCase('hangs', {
        spec: 'rehearsal.starved.yaml',
        runtime,
      })
      const holds = verdict.verdict === 'inconclusive' && ended.exitCode === 3
      if (!holds) missed++
      console.log(
        `${holds ? 'holds ' : 'MISSED'} ${runtime} ${run}: ${verdict.verdict}, ${blockers.join('; ') || 'no blocker'}, ${ended.seconds.toFixed(0)} s`,
      )
      for (const { phase, lag } of entriesOf(journal, 'traffic.phase'))
        console.log(`  ${phase}: p99 of the lag ${lag.idleP99Ms} ms, ${lag.dropped} dropped`)
      for (const line of unknown) console.log(`  unknown ${line}`)
    } finally {
      for (const loop of loops) loop.kill('SIGKILL')
    }
  }
}
console.log(missed === 0 ? 'bar holds: a starved generator is INCONCLUSIVE' : `bar missed: ${missed}`)
process.exitCode = missed === 0 ? 0 : 1

function busyLoops(loops: number): readonly ChildProcess[] {
  const program = `const end = Date.now() + ${LONGEST_MS}; while (Date.now() < end);`
  return Array.from({ length: loops }, () => spawn(process.execPath, ['-e', program], { stdio: 'ignore' }))
}
