import type { ActName } from '../model/act.ts'
import type { Entry } from '../model/evidence.ts'
import type { Ruling } from '../model/finding.ts'

/** Where a check has its evidence from in the main; `verdict` for what is asked of the whole run. */
export type CheckAct = ActName | 'verdict'

/** One pure judgement of a journal. */
export interface Check {
  /** Kebab case; states the problem (`access-exclusive-too-long`) or the promise (`rollback-restores-schema`). */
  readonly id: string
  /** Whether `unknown` keeps a rehearsal from GO. */
  readonly gating: boolean
  readonly act: CheckAct
  /** The question, as a reader sees it. */
  readonly asks: string
  /** For `fulldress explain`: why it matters, in two or three sentences. */
  readonly why: string
  /** For `fulldress explain`: what to do about a finding. */
  readonly remedy: string
  judge(entries: readonly Entry[]): Ruling
}
