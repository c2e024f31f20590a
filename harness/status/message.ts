import type { ActName, ActStatus } from '../model/act.ts'
import type { Finding, Verdict } from '../model/finding.ts'

/** How many findings of each kind are known. */
export interface Counts {
  readonly blockers: number
  readonly concerns: number
  readonly notes: number
}

/** One of the few messages of a rehearsal: a line of status.jsonl, a POST to a channel, an event of the status page. */
export interface Message {
  readonly fulldress: 1
  /** From 1, without a gap. */
  readonly number: number
  /** ISO 8601, UTC. */
  readonly at: string
  /** `still` keeps the promise of `nextUpdateBy` in an act that takes long. */
  readonly kind: 'start' | 'act' | 'still' | 'first-blocker' | 'verdict'
  readonly rehearsal: string
  readonly run: string
  /** Who answers for the change and how to reach them, as the spec says; null where it does not. */
  readonly owner: string | null
  readonly contact: string | null
  /** Under way; null before the first and after the last. */
  readonly act: ActName | null
  /** Acts that ended since the last message. */
  readonly ended: readonly EndedAct[]
  /** The act after this one; null where the verdict is next, or was. */
  readonly next: ActName | null
  /** Since the rehearsal began. */
  readonly elapsedMs: number
  /** When the next message is due at the latest, ISO 8601; null after the last. */
  readonly nextUpdateBy: string | null
  /** null until it is known; an interrupted run has none. */
  readonly verdict: Verdict | null
  readonly counts: Counts
  /** Of the first blocker, and null otherwise. */
  readonly finding: Pick<Finding, 'check' | 'subject' | 'summary' | 'remedy'> | null
  /** The same in a few sentences, for people. */
  readonly text: string
}

export interface EndedAct {
  readonly act: ActName
  readonly status: ActStatus
  readonly durationMs: number
  readonly summary: string
}

export const NOTHING_FOUND: Counts = { blockers: 0, concerns: 0, notes: 0 }

export function countsOf(findings: readonly Finding[]): Counts {
  const of = (severity: Finding['severity']) => findings.filter((one) => one.severity === severity).length
  return { blockers: of('blocker'), concerns: of('concern'), notes: of('note') }
}
