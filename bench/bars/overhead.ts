import { type Entry, entriesOf } from '../../harness/model/evidence.ts'
import { journalOf, runFolder, startFulldress } from './fulldress.ts'
import { barOptions } from './runtimes.ts'

/**
 * Time outside load and data generation, for the sample: from the shell's command to its exit, less the data's
 * generation and whatever passed under k6. Set-up that is done once (installations) must have been done before.
 */
const LIMITS_S = { processes: 20, containers: 45 } as const
const { runtimes } = barOptions(process.argv, 1)
let wrong = 0
for (const runtime of runtimes) {
  using out = runFolder()
  const { exitCode, seconds } = await startFulldress([
    'rehearse',
    '--runtime',
    runtime,
    '--act-time',
    '8s',
    '--out',
    out.folder,
  ]).ended
  const entries = journalOf(out.folder)
  const generation = (entriesOf(entries, 'seed.done')[0]?.durationMs ?? 0) / 1000
  const load = underLoad(entries)
  const outside = seconds - generation - load
  if (exitCode !== 0 || outside > LIMITS_S[runtime]) wrong++
  for (const { act, durationMs } of entriesOf(entries, 'act.ended')) {
    console.log(`${runtime}  ${act.padEnd(9)} ${(durationMs / 1000).toFixed(1).padStart(6)} s`)
  }
  const figures = `${seconds.toFixed(1)} s in all, generation ${generation.toFixed(1)} s, under load ${load.toFixed(1)} s`
  console.log(
    `${runtime}: exit ${exitCode}, ${figures}, outside of both ${outside.toFixed(1)} s (limit ${LIMITS_S[runtime]} s)`,
  )
}
console.log(wrong === 0 ? 'bar holds' : 'bar missed')
process.exitCode = wrong === 0 ? 0 : 1

/** From the moment k6 began to the end of the last phase, in seconds. */
function underLoad(entries: readonly Entry[]): number {
  const started = entriesOf(entries, 'traffic.started')[0]
  const end = Math.max(0, ...entriesOf(entries, 'traffic.phase').map(({ toMs }) => toMs))
  return started === undefined ? 0 : (end - Date.parse(started.at)) / 1000
}
