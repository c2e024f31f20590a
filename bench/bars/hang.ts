import { playCase } from './case.ts'
import { barOptions } from './runtimes.ts'

/**
 * A new version that takes requests and never answers: all users wait, nothing has a latency, and yet it is NO-GO. One
 * that keeps them waiting for five seconds every now and then, with users enough, is NO-GO as well.
 */
const CASES: readonly { readonly name: string; readonly edit: (spec: string) => string }[] = [
  { name: 'never answers', edit: (spec) => spec },
  {
    name: 'hangs at times',
    edit: (spec) =>
      spec
        .replace('HANGS: "yes"', 'HANGS: "at times"')
        .replace('actTime: 8s', 'actTime: 48s')
        .replace('vus: 5', 'vus: 150'),
  },
]
const { runtimes, only, count } = barOptions(process.argv, 1)
let missed = 0
for (const runtime of runtimes) {
  for (const { name, edit } of CASES.filter((one) => one.name.includes(only))) {
    for (let run = 1; run <= count; run++) {
      const { verdict, blockers, unknown, ended } = await playCase('hangs', { spec: 'rehearsal.yaml', runtime, edit })
      const holds = verdict.verdict === 'no-go' && ended.exitCode === 1
      if (!holds) missed++
      console.log(
        `${holds ? 'holds ' : 'MISSED'} ${name}, ${runtime} ${run}: ${verdict.verdict}, ${blockers.join('; ')}, ${ended.seconds.toFixed(0)} s`,
      )
      for (const { check, summary } of verdict.findings.filter((one) => one.severity === 'blocker'))
        console.log(`  ${check}: ${summary}`)
      for (const line of unknown) console.log(`  unknown ${line}`)
    }
  }
}
console.log(missed === 0 ? 'bar holds: a version that hangs is NO-GO' : `bar missed: ${missed}`)
process.exitCode = missed === 0 ? 0 : 1
