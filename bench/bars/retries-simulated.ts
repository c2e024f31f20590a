import { retriesChanged } from '../../harness/checks/retries-changed.ts'
import { journal, started } from '../../test/checks/journal.ts'
import { type Backoff, factsOf, fixed, type Played, simulate } from '../../test/partners/simulated.ts'

/**
 * False alarms and power of the judgement of retries, on simulated calls: random arrivals, answers that take time, a
 * machine that is busier in one phase than in another. `--count` says how many rehearsals of each kind.
 */
const at = process.argv.indexOf('--count')
const count = at < 0 ? 500 : Number(process.argv[at + 1])
const OLD = fixed(500, 1_500, 3_500)
const NEW = fixed(50, 150, 350)
const JITTERED: Backoff = (attempt, random) => (attempt > 4 ? null : 250 * 2 ** (attempt - 1) * random)
const FULL: Backoff = (attempt, random) => (attempt > 4 ? null : 1_000 * (2 ** (attempt - 1) - 1) * random)

const kinds: readonly (readonly [string, Backoff, Backoff])[] = [
  ['nothing changes: 500, 1500, 3500', OLD, OLD],
  ['nothing changes: 50, 150, 350', NEW, NEW],
  ['nothing changes: full jitter below 500, 1000, 2000', JITTERED, JITTERED],
  ['500, 1500, 3500 → 50, 150, 350', OLD, NEW],
  ['500, 1500, 3500 → 350, 1050, 2450', OLD, fixed(350, 1_050, 2_450)],
  ['500, 1500, 3500 → 1000, 1500, 3500', OLD, fixed(1_000, 1_500, 3_500)],
  ['500, 1500, 3500 → full jitter about them', OLD, FULL],
  ['50, 150, 350 → no retries', NEW, fixed()],
  ['50, 150 → 50, 150, 350, 750', fixed(50, 150), fixed(50, 150, 350, 750)],
]

let missed = 0
for (const [name, before, after] of kinds) {
  let [found, failed] = [0, 0]
  for (let seed = 1; seed <= count; seed++) {
    const load = 1 + (seed % 5) / 2
    const played: readonly Played[] = [
      { phase: 'baseline', backoff: before },
      { phase: 'soak', backoff: after, load },
      { phase: 'restored', backoff: before },
    ]
    const facts = await factsOf(simulate(seed, played))
    const ruling = retriesChanged.judge(journal(started({ partners: ['acquirer'] }), ...facts))
    if (ruling.ruling === 'found') found++
    const baseline = facts.find((fact) => fact.kind === 'partner.calls' && fact.phase === 'baseline')
    failed += baseline?.kind === 'partner.calls' ? (baseline.retries?.failedFirst ?? 0) : 0
  }
  const same = before === after
  const holds = same ? found <= count * 0.01 : found >= count * 0.9
  if (!holds) missed++
  const calls = (failed / count).toFixed(0)
  console.log(`${holds ? 'holds ' : 'MISSED'} ${name}: found in ${found} of ${count}, ${calls} retried calls a phase`)
}
console.log(missed === 0 ? 'bar holds' : `bar missed: ${missed}`)
process.exitCode = missed === 0 ? 0 : 1
