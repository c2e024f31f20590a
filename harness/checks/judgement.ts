import type { Finding, Ruling, Verdict } from '../model/finding.ts'

export interface CheckRuling {
  readonly id: string
  readonly gating: boolean
  readonly asks: string
  readonly ruling: Ruling
}

export interface Judgement {
  readonly verdict: Verdict
  readonly checks: readonly CheckRuling[]
  /** Worst first. */
  readonly findings: readonly Finding[]
}
