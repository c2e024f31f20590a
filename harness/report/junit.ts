import type { CheckRuling, Judgement } from '../checks/judgement.ts'
import type { Entry } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import { type RunFacts, runFactsOf } from './run.ts'

/**
 * A check as a test case: a blocker is a failure, a gating check that does not know an error (the test could not be
 * made), one that gates nothing is skipped. Lesser findings are the case's output.
 */
export function renderJunit(entries: readonly Entry[], { checks }: Judgement): string {
  const run = runFactsOf(entries)
  const cases = checks.map((check) => ({ check, outcome: outcomeOf(check) }))
  const count = (outcome: Outcome) => cases.filter((one) => one.outcome === outcome).length
  const seconds = (run.durationMs / 1_000).toFixed(3)
  const counts = `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}" time="${seconds}"`
  const name = `name="${escapeXml(run.rehearsal)}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="fulldress" ${counts}>`,
    `  <testsuite ${name} ${counts} timestamp="${escapeXml(run.startedAt.slice(0, 19))}">`,
    ...cases.map(({ check, outcome }) => testCase(run, check, outcome)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

type Outcome = 'passed' | 'failure' | 'error' | 'skipped'

function outcomeOf({ gating, ruling }: CheckRuling): Outcome {
  if (ruling.ruling === 'unknown') return gating ? 'error' : 'skipped'
  return ruling.ruling === 'found' && ruling.findings.some(({ severity }) => severity === 'blocker')
    ? 'failure'
    : 'passed'
}

function testCase({ rehearsal }: RunFacts, { id, ruling }: CheckRuling, outcome: Outcome): string {
  const open = `    <testcase classname="${escapeXml(rehearsal)}" name="${id}">`
  const findings = ruling.ruling === 'found' ? ruling.findings.map(inWords).join('\n\n') : ''
  const because = escapeXml(ruling.because)
  switch (outcome) {
    case 'failure':
      return `${open}<failure message="${because}">${escapeXml(findings)}</failure></testcase>`
    case 'error':
      return `${open}<error message="${because}"/></testcase>`
    case 'skipped':
      return `${open}<skipped message="${because}"/></testcase>`
    case 'passed':
      return `${open}<system-out>${escapeXml(findings || ruling.because)}</system-out></testcase>`
    default:
      return outcome satisfies never
  }
}

function inWords({ severity, subject, summary, remedy }: Finding): string {
  return `${severity.toUpperCase()} ${subject}\n${summary}\n→ ${remedy}`
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** XML 1.0 has no place for control characters, escaped or not, and log lines are full of them. */
function escapeXml(text: string): string {
  return text
    .replace(/(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char)
}
