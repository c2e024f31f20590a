import type { Expectation } from '../model/facts-of-migrations.ts'
import type { Severity } from '../model/finding.ts'
import type { Script, Step } from '../sql/script.ts'

/** What a scanner has to say about one statement, before anything ran. */
export interface Found {
  readonly step: Step
  /** One clause, with the names of the statement's own. */
  readonly summary: string
  /** What will be seen if it is so: the trace confirms or refutes it. */
  readonly expects: Expectation
}

/** One static look at a script. Its examples are its documentation, and its test. */
export interface Scanner {
  /** Kebab case; states the problem. */
  readonly id: string
  /** What it finds, in one line. */
  readonly summary: string
  /** What is wrong with it, in two or three sentences. */
  readonly problem: string
  readonly remedy: string
  /** Of a finding that nothing confirms or refutes. */
  readonly severity: Exclude<Severity, 'note'>
  /** A script that it speaks up about, once, at the line `badLine`. */
  readonly bad: string
  readonly badLine: number
  /** A script with the same purpose that it is silent about. */
  readonly good: string
  scan(script: Script): readonly Found[]
}
