import assert from 'node:assert/strict'
import type { Finding, Ruling } from '../../harness/model/finding.ts'

/** The findings of a ruling that must be `found`. */
export function findingsOf(ruling: Ruling): readonly Finding[] {
  if (ruling.ruling !== 'found') assert.fail(`expected found, got ${ruling.ruling}: ${ruling.because}`)
  return ruling.findings
}

export function onlyFinding(ruling: Ruling): Finding {
  const [finding, ...others] = findingsOf(ruling)
  assert.deepEqual(others, [])
  return finding as Finding
}

export function assertPassed(ruling: Ruling, because: string): void {
  assert.deepEqual(ruling, { ruling: 'passed', because })
}

export function assertUnknown(ruling: Ruling, because: string): void {
  assert.deepEqual(ruling, { ruling: 'unknown', because })
}
