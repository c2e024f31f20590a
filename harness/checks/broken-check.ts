import type { Finding } from '../model/finding.ts'
import { fisherTail } from '../statistics/tails.ts'
import type { Phase } from './play.ts'
import type { Assertions } from './vanished.ts'
import { percent } from './wording.ts'

/** With a dozen checks and two phases, one false alarm in fifty runs of a script that fails at random. */
const CHANCE = 0.001

/** Part of a check's answers that must newly fail before it stops the upgrade: a journey, not a stray request. */
const SHARE = 0.01

/** A check that fails more often than this before the upgrade can tell nothing about it. */
const HOPELESS = 0.5

export interface CheckedTwice {
  /** `home: app shell is there`. */
  readonly name: string
  readonly before: Assertions
  readonly after: Assertions
  readonly phase: Phase
  readonly baseline: Phase
}

/**
 * A check of the scripts that fails more often than in baseline. Beyond chance and for 1 % or more of its answers, or
 * whenever it never passes any more, it is a blocker; beyond chance but rarer, a concern; possibly chance, a note.
 */
export function brokenCheck(check: string, { name, before, after, phase, baseline }: CheckedTwice): readonly Finding[] {
  if (after.fails === 0) return []
  const finding = (severity: Finding['severity'], words: string): Finding => ({
    check,
    severity,
    subject: name,
    summary: `failed ${after.fails} of ${after.total} times in ${phase.phase}, ${before.fails} of ${before.total} in baseline${words}`,
    remedy: REMEDIES[severity],
    measured: { failedShare: after.fails / after.total },
    limit: { failedShare: before.total === 0 ? 0 : before.fails / before.total },
    evidence: [baseline.seq, phase.seq],
  })
  const [now, was] = [after.fails / after.total, before.total === 0 ? 0 : before.fails / before.total]
  if (before.total > 1 && was > HOPELESS) return [finding('concern', ': it was broken before the upgrade')]
  if (now <= was) return []
  const certain = fisherTail(before, after) <= CHANCE
  // With few requests no test is certain, but what always passed and now never does needs none.
  const never = after.fails === after.total && after.fails > 1 && was < SHARE
  if (never || (certain && now - was >= SHARE)) return [finding('blocker', '')]
  if (certain) return [finding('concern', `: rare (${percent(now)}), but not chance`)]
  return now - was >= SHARE ? [finding('note', ': so few may be chance')] : []
}

const REMEDIES: Readonly<Record<Finding['severity'], string>> = {
  blocker: 'Replay the journey against this version by hand and compare the answers with the old version’s.',
  concern: 'Look at the requests that failed in the k6 log; mend the check if it is the check that is wrong.',
  note: 'Rehearse with a longer act time to tell chance from trouble.',
}
