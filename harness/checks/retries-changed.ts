import { entriesOf } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Check } from './check.ts'
import { generatorFault } from './generator-fault.ts'
import { onPlay, type Play } from './play.ts'
import { comparisonsOf, ENOUGH, type OperationComparison } from './retries/compared.ts'
import { retriesFinding } from './retries/finding.ts'
import { passed, rule } from './rule.ts'
import { few, plural, wholeMs } from './wording.ts'

/** Noise below this is an ordinary machine's. */
const NOTEWORTHY_MS = 100

export const retriesChanged: Check = {
  id: 'retries-changed',
  gating: true,
  act: 'soak',
  asks: 'Does the system retry its calls to third parties as before: after the same delays, as often, heeding Retry-After?',
  why: 'A library’s new backoff changes no answer and breaks no test. It shows when the third party falters: more attempts at the same call, clients that are given up on, a tail that moved. Delays are told from when the stand-in had answered, so that its own slowness is no part of them, and the faults are the same in every phase.',
  remedy:
    'Set the old delays in the new version’s configuration (the first delay, the factor, the limit of attempts), or agree the new ones with the third party.',
  judge: onPlay((play) => {
    const recorded = entriesOf(play.entries, 'partner.recorded')
    const { partners } = play.started
    if (partners === undefined) return passed('not compared: this run is older than the comparison of retries')
    if (partners.length === 0) return passed('nothing is declared: the system has no stand-ins')
    const silent = partners.filter((name) => recorded.findLast(({ partner }) => partner === name)?.calls == null)
    const compared = comparisonsOf(play)
    const cut = compared.flatMap((one) => cutOff(one))
    const found = compared.map((one) => [one, retriesFinding(retriesChanged.id, one), starved(play, one)] as const)
    const late = found.flatMap(([one, findings, fault]) =>
      fault === null || findings.every(isFelt)
        ? []
        : [`delays between attempts at ${one.name} differ in ${one.phase}, but ${fault}`],
    )
    return rule({
      findings: found.flatMap(([, findings, fault]) => (fault === null ? findings : findings.filter(isFelt))),
      missing: [...silent.map((name) => `stand-in ${name} left no record of its calls`), ...cut, ...late],
      settledBy:
        silent.length > 0
          ? 'a rehearsal whose stand-ins run until the audit'
          : late.length > 0
            ? 'a rehearsal on a machine with more free cores'
            : 'a longer actTime: several times as long as a call is tried again',
      passed: saidOf(play, compared),
    })
  }),
}

/** What a third party or a client feels is no machine's doing; that delays merely differ may be. */
function isFelt({ severity }: Finding): boolean {
  return severity === 'blocker'
}

/** Why delays of one of the two phases may be the machine's: whoever kept k6 waiting kept the service waiting, too. */
function starved({ phases, limits }: Play, { phase }: OperationComparison): string | null {
  const faults = [phases.get('baseline'), phases.get(phase)].map((one) =>
    one === undefined ? null : generatorFault(one, limits),
  )
  return faults.find((fault) => fault !== null) ?? null
}

/** Failures that would be news if nothing was to follow them, and came too late in the act for anybody to know. */
function cutOff({ name, phase, after, moreGivenUp, mayHaveGivenUp }: OperationComparison): readonly string[] {
  const { cutOff: count = 0 } = after
  if (count === 0 || moreGivenUp || !mayHaveGivenUp) return []
  return [
    `${plural(count, 'failed call')} to ${name} came so near the end of ${phase} that nobody knows whether they were given up`,
  ]
}

/** What was compared, and what could not be for want of failures: a pass is worth no more. */
function saidOf(play: Play, compared: readonly OperationComparison[]): string {
  const calls = entriesOf(play.entries, 'partner.calls').filter(({ retries }) => (retries?.failedFirst ?? 0) > 0)
  if (calls.length === 0) return 'no call to a stand-in failed, so that nothing was there to be tried again'
  const retried = compared.filter(({ before, after }) => Math.min(before.failedFirst, after.failedFirst) >= ENOUGH)
  const soak = retried.filter(({ phase }) => phase === 'soak')
  if (retried.length === 0) return 'too few calls failed both before and after for their retries to be compared'
  const judged = (soak.length > 0 ? soak : retried).map(
    ({ name, before, after }) => `${name} (${before.failedFirst} failed calls before, ${after.failedFirst} after)`,
  )
  const noiseMs = Math.max(...retried.map((one) => one.noiseMs))
  const blind =
    noiseMs < NOTEWORTHY_MS ? '' : `; the machine was so busy that changes below ${wholeMs(noiseMs)} cannot be told`
  return `delays and attempts are what they were at ${plural(judged.length, 'operation')}: ${few(judged)}${blind}`
}
