import { describe } from '../errors.ts'
import { type Entry, entriesOf } from '../model/evidence.ts'
import type { Finding, Ruling, Verdict } from '../model/finding.ts'
import type { Check } from './check.ts'
import { CHECKS, DESCENT_CHECKS, STAIRWAY_CHECKS, TRIAL_CHECKS } from './index.ts'
import type { CheckRuling, Judgement } from './judgement.ts'
import { SEVERITIES } from './wording.ts'

export type { Judgement } from './judgement.ts'

/** Judges a journal, however old or torn: the same entries always give the same answer. */
export function judge(entries: readonly Entry[]): Judgement {
  if (isOfStairway(entries)) return judgeBy(isOfDescent(entries) ? DESCENT_CHECKS : STAIRWAY_CHECKS, entries)
  return isOfLocks(entries) ? judgeLocks(entries) : judgeBy(CHECKS, entries)
}

/** Judges a journal of `fulldress locks`, which is no rehearsal and so has nothing to say to most checks. */
export function judgeLocks(entries: readonly Entry[]): Judgement {
  return judgeBy(TRIAL_CHECKS, entries)
}

function isOfDescent(entries: readonly Entry[]): boolean {
  return entriesOf(entries, 'stairway.started').some(({ direct }) => direct === true)
}

function isOfLocks(entries: readonly Entry[]): boolean {
  if (entriesOf(entries, 'rehearsal.started').length > 0) return false
  const examined = entriesOf(entries, 'migration.examined').some((migration) => migration.in === 'locks')
  return examined || entriesOf(entries, 'locks.started').length > 0
}

function isOfStairway(entries: readonly Entry[]): boolean {
  return entriesOf(entries, 'stairway.started').some((started) => started.in === 'stairway')
}

function judgeBy(by: readonly Check[], entries: readonly Entry[]): Judgement {
  const checks = by.map((check) => {
    const { id, gating, asks } = check
    return { id, gating, asks, ruling: rulingOf(check, entries) }
  })
  const findings = checks
    .flatMap(({ ruling }) => (ruling.ruling === 'found' ? ruling.findings : []))
    .toSorted((one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity))
  return { verdict: verdictOn(checks, findings), checks, findings }
}

/** A check that an entry makes throw does not know; the others still do. */
function rulingOf(check: Check, entries: readonly Entry[]): Ruling {
  try {
    return check.judge(entries)
  } catch (error) {
    return { ruling: 'unknown', because: `the journal could not be judged: ${describe(error)}` }
  }
}

/** Any blocker: no-go. Else any gating check that does not know: inconclusive. Else: go. */
function verdictOn(checks: readonly CheckRuling[], findings: readonly Finding[]): Verdict {
  if (findings.some(({ severity }) => severity === 'blocker')) return 'no-go'
  return checks.some(({ gating, ruling }) => gating && ruling.ruling === 'unknown') ? 'inconclusive' : 'go'
}

/**
 * The exit code that says the verdict to a shell. A run that ended because the operator must act, or by a bug of the
 * harness, has a code of its own, whatever could be judged of it.
 */
export function exitCodeOf(entries: readonly Entry[], { verdict }: Pick<Judgement, 'verdict'>): 0 | 1 | 2 | 3 | 70 {
  if (entries.some(({ kind }) => kind === 'harness.failed')) return 70
  if (entries.some(({ kind }) => kind === 'operator.must.act')) return 2
  return ({ go: 0, 'no-go': 1, inconclusive: 3 } as const)[verdict]
}
