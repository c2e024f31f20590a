import { runFolder, startFulldress, verdictOf } from './fulldress.ts'
import { barOptions } from './runtimes.ts'

/** Unleash 5.12.8 → 6.10.1 is NO-GO in both runtimes: its way back leaves two columns wider than they were. */
const COLUMNS = ['client_metrics_env_daily.no', 'client_metrics_env_daily.yes']

const { runtimes, count } = barOptions(process.argv, 1)
let wrong = 0
for (const runtime of runtimes) {
  for (let run = 1; run <= count; run++) {
    using out = runFolder()
    const args = ['rehearse', 'examples/unleash/rehearsal.yaml', '--runtime', runtime, '--out', out.folder]
    // Installing both versions takes minutes the first time.
    const { exitCode, stdout, stderr } = await startFulldress(args, { limitSeconds: 1800 }).ended
    console.log(`${runtime} ${run}: exit ${exitCode}\n${stdout}`)
    if (exitCode !== 1) console.log(stderr)
    const named = exitCode === 1 ? unrestored(out.folder) : ''
    const good = COLUMNS.every((column) => named.includes(column))
    if (!good) wrong++
    console.log(`${good ? 'holds ' : 'MISSED'} ${runtime}: rollback-restores-schema names ${COLUMNS.join(' and ')}`)
  }
}
console.log(wrong === 0 ? 'bar holds: NO-GO, and both columns are named' : `bar missed: ${wrong}`)
process.exitCode = wrong === 0 ? 0 : 1

function unrestored(folder: string): string {
  const blockers = verdictOf(folder).findings.filter(
    ({ check, severity }) => check === 'rollback-restores-schema' && severity === 'blocker',
  )
  return JSON.stringify(blockers)
}
