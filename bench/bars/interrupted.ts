import { setTimeout as sleep } from 'node:timers/promises'
import { ACT_NAMES } from '../../harness/model/act.ts'
import { reaches, runFolder, runOf, type Started, startFulldress } from './fulldress.ts'
import { leftBehind } from './left-behind.ts'
import { barOptions } from './runtimes.ts'

/**
 * SIGINT at each act: exit 130 within 30 s, nothing left, and the torn journal can still be reported.
 * SIGKILL at random moments: `fulldress clean` leaves nothing either.
 */
const { runtimes, count } = barOptions(process.argv, 5)
/** Those of the sample, whose way back is down. */
const ACTS = ACT_NAMES.filter((act) => act !== 'forward')
let wrong = 0

function hold(claim: string, good: boolean, detail: string): void {
  if (!good) wrong++
  console.log(`${good ? 'holds ' : 'MISSED'} ${claim}: ${detail}`)
}

function start(runtime: string, folder: string): Started {
  return startFulldress(['rehearse', '--runtime', runtime, '--act-time', '5s', '--out', folder])
}

function whose(folder: string, pid: number) {
  return { run: runOf(folder), owner: String(pid) }
}

function reachesAct(folder: string, act: string, { ended }: Started): Promise<boolean> {
  return reaches(folder, (entry) => entry.kind === 'act.started' && entry.act === act, ended)
}

for (const runtime of runtimes) {
  for (const act of ACTS) {
    using out = runFolder()
    const started = start(runtime, out.folder)
    const reached = await reachesAct(out.folder, act, started)
    await sleep(Math.random() * 1500)
    const at = Date.now()
    started.kill('SIGINT')
    const { exitCode, stderr } = await started.ended
    const seconds = (Date.now() - at) / 1000
    const left = leftBehind(whose(out.folder, started.pid))
    // The audit may be over before the signal arrives; then the run has ended by itself.
    const ended = exitCode === 130 || (act === 'audit' && exitCode === 0)
    hold(
      `${runtime} SIGINT in ${act}`,
      reached && ended && seconds < 30 && left.length === 0,
      `exit ${exitCode} after ${seconds.toFixed(1)} s, left: ${left.join(', ') || 'nothing'}`,
    )
    if (!ended) console.log(stderr.slice(-2000))
    const report = await startFulldress(['report', out.folder]).ended
    hold(
      `${runtime} report after SIGINT in ${act}`,
      [0, 1, 3].includes(report.exitCode ?? -1),
      `exit ${report.exitCode}`,
    )
  }
  for (let run = 1; run <= count; run++) {
    using out = runFolder()
    const started = start(runtime, out.folder)
    await reachesAct(out.folder, ACTS[Math.floor(Math.random() * ACTS.length)] ?? 'stage', started)
    await sleep(Math.random() * 2000)
    started.kill('SIGKILL')
    await started.ended
    const before = leftBehind(whose(out.folder, started.pid)).length
    await startFulldress(['clean']).ended
    const left = leftBehind(whose(out.folder, started.pid))
    hold(
      `${runtime} clean after SIGKILL ${run}`,
      left.length === 0,
      `${before} things before, after: ${left.join(', ') || 'nothing'}`,
    )
  }
}
console.log(wrong === 0 ? 'bar holds' : `bar missed: ${wrong}`)
process.exitCode = wrong === 0 ? 0 : 1
