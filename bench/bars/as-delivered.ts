import { headlines, runFolder, startFulldress, verdictOf } from './fulldress.ts'
import { barOptions } from './runtimes.ts'

/** The upgrade as delivered is NO-GO in both runtimes, with the same blockers in both. */
const { runtimes } = barOptions(process.argv, 1)
const blockers = new Map<string, readonly string[]>()
let wrong = 0
for (const runtime of runtimes) {
  using out = runFolder()
  const args = [
    'rehearse',
    'rehearsal.as-delivered.yaml',
    '--runtime',
    runtime,
    '--act-time',
    '12s',
    '--out',
    out.folder,
  ]
  const { exitCode, stdout } = await startFulldress(args).ended
  if (exitCode !== 1) wrong++
  blockers.set(
    runtime,
    headlines(verdictOf(out.folder)).filter((line) => line.startsWith('blocker')),
  )
  console.log(`${runtime}: exit ${exitCode}\n${stdout}`)
}
const [first, ...others] = [...blockers.values()].map((lines) => lines.join('\n'))
for (const [runtime, lines] of blockers) console.log(`${runtime}\n  ${lines.join('\n  ')}`)
const same = others.every((lines) => lines === first)
console.log(wrong === 0 && same ? 'bar holds: NO-GO with the same blockers' : 'bar missed')
process.exitCode = wrong === 0 && same ? 0 : 1
