import assert from 'node:assert/strict'
import { basename } from 'node:path'
import { answerOf } from '../../harness/checks/answer-of.ts'
import { renderJunit } from '../../harness/report/junit.ts'
import { journalsOf } from '../reports/journals.ts'
import { readBy } from '../reports/python.ts'

// `npm run bar -- junit [JOURNAL…]`: junit.xml as junitparser of PyPI reads it, against the judgement it was made of.

interface Read {
  readonly suites: readonly {
    readonly name: string
    readonly tests: number
    readonly failures: number
    readonly errors: number
    readonly skipped: number
    readonly cases: readonly { readonly name: string; readonly results: readonly string[] }[]
  }[]
}

for (const { name, seen } of journalsOf(process.argv.slice(2))) {
  const { checks } = seen.judgement
  const reader = { release: 'junitparser==5.0.3', script: 'read_junit.py' }
  const { suites } = (await readBy(reader, renderJunit(seen.entries, seen.judgement))) as Read
  const cases = suites.flatMap((suite) => suite.cases)
  const expected = checks.map(({ id, gating, ruling }) => {
    const blocked = ruling.ruling === 'found' && ruling.findings.some(({ severity }) => severity === 'blocker')
    const unknown = gating ? 'error' : 'skipped'
    const otherwise = { unknown: [unknown], 'not asked': ['skipped'], passed: [], found: [] }
    return [id, blocked ? ['failure'] : otherwise[answerOf(ruling)]] as const
  })
  assert.deepEqual(new Map(cases.map((one) => [one.name, one.results])), new Map(expected))
  for (const suite of suites) {
    const count = (result: string) => suite.cases.filter(({ results }) => results.includes(result)).length
    const { tests, failures, errors, skipped } = suite
    const counted = [suite.cases.length, count('failure'), count('error'), count('skipped')]
    assert.deepEqual([tests, failures, errors, skipped], counted)
  }
  process.stdout.write(`${basename(name).padEnd(34)} ${cases.length} cases in ${suites.length} suites, as judged\n`)
}
