import { entriesOf } from '../../harness/model/evidence.ts'
import { headlines, journalOf, runFolder, startFulldress, verdictOf } from './fulldress.ts'
import { barOptions } from './runtimes.ts'

/**
 * A new version with another backoff is NO-GO by the endpoint that calls the acquirer and no other, with both delay
 * sequences, from at most 60 retried calls; the old version beside the same faults is found nothing with, and its delays
 * are back after the rollback. `--count` repeats both, `--twin` and `--case` play one of them alone.
 */
const CHECK = 'retries-changed'
const SUBJECT = 'POST /payments → acquirer PUT /charges/:id'
const DELAYS = { baseline: [500, 1_500], soak: [50, 150, 350], restored: [500, 1_500] } as const
const MOST_RETRIED = 60
/** A gap holds the answer that failed, and what the machine adds. */
const LONGER_MS = 120

const { runtimes, count } = barOptions(process.argv, 1)
const only = process.argv.includes('--twin') ? 'twin' : process.argv.includes('--case') ? 'case' : null
let missed = 0
for (const runtime of runtimes) {
  for (let run = 1; run <= count; run++) {
    if (only !== 'twin') await playCase(`${runtime} ${run}`, runtime)
    if (only !== 'case') await playTwin(`${runtime} ${run}`, runtime)
  }
}
console.log(
  missed === 0 ? 'bar holds: the changed backoff is found by name, the same one is not' : `bar missed: ${missed}`,
)
process.exitCode = missed === 0 ? 0 : 1

async function playCase(name: string, runtime: string): Promise<void> {
  const { exitCode, findings, checks, calls, text } = await play('rehearsal.backoff.yaml', runtime)
  const mine = findings.filter(({ check }) => check === CHECK)
  holds(`${name} case: NO-GO`, exitCode === 1, text)
  holds(`${name} case: the endpoint and no other`, mine.map(({ subject }) => subject).join() === SUBJECT, text)
  const others = findings.filter(
    ({ check, severity, subject }) => check !== CHECK && severity === 'blocker' && !subject.includes('POST /payments'),
  )
  holds(`${name} case: no other endpoint blocks`, others.length === 0, text)
  for (const { summary } of mine) console.log(`       ${summary}`)
  for (const [phase, expected] of Object.entries(DELAYS)) {
    const seen = calls.find((entry) => entry.phase === phase)
    const gaps = seen?.gapsMs ?? []
    const same = expected.every((ms, index) => (gaps[index] ?? 0) >= ms - 5 && (gaps[index] ?? 0) <= ms + LONGER_MS)
    holds(`${name} case: ${phase} waits ${expected.join(', ')} ms (${gaps.join(', ')})`, same, text)
    const retried = seen?.retries?.failedFirst ?? 0
    holds(`${name} case: ${phase} from ${retried} retried calls`, retried > 0 && retried <= MOST_RETRIED, text)
  }
  for (const { id, because } of checks.filter(({ ruling }) => ruling === 'unknown'))
    console.log(`       unknown ${id}: ${because}`)
}

async function playTwin(name: string, runtime: string): Promise<void> {
  const { exitCode, findings, checks, calls, text } = await play('rehearsal.same-backoff.yaml', runtime)
  const mine = checks.find(({ id }) => id === CHECK)
  holds(`${name} twin: ${CHECK} ${mine?.ruling}`, mine?.ruling === 'passed', text)
  holds(
    `${name} twin: no blocker`,
    findings.every(({ severity }) => severity !== 'blocker'),
    text,
  )
  const retried = calls.filter(({ phase }) => phase in DELAYS).map(({ retries }) => retries?.failedFirst ?? 0)
  console.log(`       exit ${exitCode}; ${retried.join(', ')} retried calls; ${mine?.because}`)
}

async function play(spec: string, runtime: string) {
  using out = runFolder()
  const args = ['rehearse', spec, '--runtime', runtime, '--act-time', '20s', '--out', out.folder]
  const { exitCode, stdout, stderr } = await startFulldress(args, { limitSeconds: 600 }).ended
  if (exitCode !== 0 && exitCode !== 1 && exitCode !== 3)
    throw new Error(`${spec}: exit ${exitCode}\n${stdout}${stderr}`)
  const verdict = verdictOf(out.folder)
  const calls = entriesOf(journalOf(out.folder), 'partner.calls').filter(({ partner }) => partner === 'acquirer')
  return { exitCode, ...verdict, calls, text: headlines(verdict).join('\n       ') }
}

function holds(claim: string, held: boolean, text: string): void {
  if (!held) missed++
  console.log(`${held ? 'holds ' : 'MISSED'} ${claim}${held ? '' : `\n       ${text}`}`)
}
