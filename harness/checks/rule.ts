import type { Finding, Ruling } from '../model/finding.ts'
import { countFindings } from './wording.ts'

export interface Case {
  readonly findings: readonly Finding[]
  /** What the instrument left no record of, one clause each. */
  readonly missing: readonly string[]
  /** What would put an end to not knowing. */
  readonly settledBy: string
  /** Why it passed, where nothing was found and nothing is missing. */
  readonly passed: string
}

/**
 * A blocker stands whatever else is missing. Short of one, missing evidence makes `unknown`, even beside a lesser
 * finding: a concern must not turn half a record into GO.
 */
export function rule({ findings, missing, settledBy, passed }: Case): Ruling {
  const blocked = findings.some(({ severity }) => severity === 'blocker')
  if (missing.length > 0 && !blocked) {
    const seen = findings.map(({ subject, summary }) => `seen so far: ${subject}: ${summary}`)
    return { ruling: 'unknown', because: `${[...missing, ...seen].join('; ')}. Settled by ${settledBy}.` }
  }
  if (findings.length === 0) return { ruling: 'passed', because: passed }
  return { ruling: 'found', because: countFindings(findings), findings }
}

export function passed(because: string): Ruling {
  return { ruling: 'passed', because }
}
