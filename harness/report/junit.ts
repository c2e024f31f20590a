import { actOf } from '../checks/act-of.ts'
import { answerOf } from '../checks/answer-of.ts'
import type { CheckAct } from '../checks/check.ts'
import type { CheckRuling, Judgement } from '../checks/judgement.ts'
import { ACT_NAMES } from '../model/act.ts'
import type { Entry } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import { type RunFacts, runFactsOf } from './run.ts'

/**
 * A check as a test case, in the suite of its act: a blocker is a failure, a gating check that does not know an error
 * (the test could not be made), one that gates nothing is skipped, as is one that had nothing to ask. Lesser findings are
 * the case's output.
 */
export function renderJunit(entries: readonly Entry[], { checks }: Judgement): string {
  const run = runFactsOf(entries)
  const cases = checks.map((check) => ({ check, act: actOf(check.id), outcome: outcomeOf(check) }))
  const suites = SUITES.flatMap((act) => {
    const own = cases.filter((one) => one.act === act)
    return own.length === 0 ? [] : suite(run, act, own)
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeXml(run.rehearsal)}" ${counts(cases, run.durationMs)}>`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n')
}

const SUITES: readonly CheckAct[] = [...ACT_NAMES, 'verdict']

interface Case {
  readonly check: CheckRuling
  readonly act: CheckAct
  readonly outcome: Outcome
}

function suite(run: RunFacts, act: CheckAct, cases: readonly Case[]): readonly string[] {
  const durationMs = run.acts.filter(({ name }) => name === act).reduce((sum, one) => sum + one.durationMs, 0)
  return [
    `  <testsuite name="${act}" ${counts(cases, durationMs)} timestamp="${escapeXml(run.startedAt.slice(0, 19))}">`,
    ...cases.map(({ check, outcome }) => testCase(`${run.rehearsal}.${act}`, check, outcome)),
    '  </testsuite>',
  ]
}

function counts(cases: readonly Case[], durationMs: number): string {
  const count = (outcome: Outcome) => cases.filter((one) => one.outcome === outcome).length
  const seconds = (durationMs / 1_000).toFixed(3)
  return `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}" time="${seconds}"`
}

type Outcome = 'passed' | 'failure' | 'error' | 'skipped'

function outcomeOf({ gating, ruling }: CheckRuling): Outcome {
  const answer = answerOf(ruling)
  if (answer === 'not asked') return 'skipped'
  if (answer === 'unknown') return gating ? 'error' : 'skipped'
  return ruling.ruling === 'found' && ruling.findings.some(({ severity }) => severity === 'blocker')
    ? 'failure'
    : 'passed'
}

function testCase(className: string, { id, ruling }: CheckRuling, outcome: Outcome): string {
  const open = `    <testcase classname="${escapeXml(className)}" name="${escapeXml(id)}">`
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
