import assert from 'node:assert/strict'
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CHECKS } from '../../harness/checks/index.ts'
import { explainCommand } from '../../harness/commands/explain.ts'
import { reportCommand } from '../../harness/commands/report.ts'

describe('fulldress report', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fulldress-report-'))
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  async function report(name: string, json = false, path = folder) {
    const fixture = new URL(`../fixtures/journals/${name}.jsonl`, import.meta.url)
    copyFileSync(fixture, join(folder, 'journal.jsonl'))
    const [out, err]: [string[], string[]] = [[], []]
    const stream = (lines: string[]) => ({ write: (text: string) => lines.push(text) })
    const exitCode = await reportCommand(path, { json }, { out: stream(out), err: stream(err), env: {} })
    return { exitCode, out: out.join(''), err: err.join('') }
  }

  it('judges an old journal again, prints it and renders its reports', async () => {
    const { exitCode, out, err } = await report('as-delivered')
    assert.deepEqual([exitCode, err], [1, ''])
    assert.match(out, /^rehearsal {2}orders-v42 {3}processes {3}postgres 17\.10 {3}seed 7\n {2}stage {7}ok {7}1\.0 s\n/)
    assert.ok(out.endsWith(`\nNO-GO  4 blockers, 1 note   ${join(folder, 'report.html')}\n`))
    assert.deepEqual(readdirSync(folder).sort(), [
      'journal.jsonl',
      'junit.xml',
      'metrics.prom',
      'report.html',
      'report.md',
      'runbook.md',
      'trace.json',
      'verdict.json',
    ])
  })

  it('prints one JSON document with --json, the same that it writes', async () => {
    const { exitCode, out } = await report('all-went-well', true)
    assert.deepEqual([exitCode, JSON.parse(out).verdict], [0, 'go'])
    assert.equal(out, readFileSync(join(folder, 'verdict.json'), 'utf8'))
  })

  it('loses to a malformed entry what is drawn from it, and nothing else', async () => {
    const source = new URL('../fixtures/journals/upgrade-step-failed.jsonl', import.meta.url)
    const broken = readFileSync(source, 'utf8')
      .replace(/"endpoints":\[.*?\]/, '"endpoints":null')
      .replace(/"label":"[^"]*"/g, '"label":null')
    writeFileSync(join(folder, 'journal.jsonl'), broken)
    const out: string[] = []
    const stream = { write: (text: string) => out.push(text) }
    const exitCode = await reportCommand(folder, {}, { out: stream, err: stream, env: {} })
    assert.ok([1, 3].includes(exitCode))
    const html = readFileSync(join(folder, 'report.html'), 'utf8')
    assert.match(html, /this part could not be drawn: Cannot read properties of null/)
    assert.match(html, /<section id="?findings/)
    assert.match(readFileSync(join(folder, 'report.md'), 'utf8'), /### Acts/)
    assert.match(readFileSync(join(folder, 'verdict.json'), 'utf8'), /the journal could not be judged: Cannot read/)
  })

  it('draws every part of the journals that are as they should be', async () => {
    for (const name of ['all-went-well', 'as-delivered', 'killed-in-soak', 'upgrade-step-failed']) {
      const { out } = await report(name)
      const written = readdirSync(folder).filter((file) => file !== 'journal.jsonl')
      assert.equal(written.length, 7)
      for (const text of [out, ...written.map((file) => readFileSync(join(folder, file), 'utf8'))])
        assert.ok(!/could not be (drawn|judged)/.test(text), name)
    }
  })

  it('takes the path of the journal for its folder', async () => {
    const { exitCode, out } = await report('as-delivered', false, join(folder, 'journal.jsonl'))
    assert.equal(exitCode, 1)
    assert.ok(out.endsWith(`${join(folder, 'report.html')}\n`))
  })

  it('judges what a killed run left, and says that it is torn', async () => {
    const { exitCode, err } = await report('killed-in-soak')
    assert.deepEqual(
      [exitCode, err],
      [3, 'the journal ends in half a line, as a killed run leaves it; the rest is judged\n'],
    )
  })

  it('renders report.html of whatever there is', async () => {
    for (const file of readdirSync(new URL('../fixtures/journals', import.meta.url))) {
      const { out } = await report(file.slice(0, -'.jsonl'.length))
      assert.ok(out.endsWith(`${join(folder, 'report.html')}\n`), file)
      assert.match(readFileSync(join(folder, 'report.html'), 'utf8'), /^<!doctype html>\n<html lang="en">.*<h1 /s)
    }
  })

  it('refuses a journal without an entry', async () => {
    writeFileSync(join(folder, 'journal.jsonl'), '')
    await assert.rejects(reportCommand(folder), {
      code: 'run-unreadable',
      message: `expected entries in ${join(folder, 'journal.jsonl')}, found none`,
      hint: 'the run ended before it wrote anything; rehearse again',
    })
  })
})

describe('fulldress explain', () => {
  it('lists every check, aligned', () => {
    const width = Math.max(...CHECKS.map(({ id }) => id.length)) + 3
    const line = `${'rollback-completes'.padEnd(width)}Did every step of the rollback end well under load?`
    assert.ok(explainCommand().split('\n').includes(line), line)
  })

  it('explains one', () => {
    assert.match(
      explainCommand('upgrade-completes'),
      /^upgrade-completes {3}\(gating: while its answer is unknown there is no GO\)\n {2}Did every step .*\?\n\n {2}why {5}.*\n {2}remedy {2}Mend the step/,
    )
  })

  it('lists and explains the scanners as well, with their examples', () => {
    assert.match(explainCommand(), /^volatile-default {2,}ADD COLUMN whose default differs from row to row\.$/m)
    assert.match(explainCommand('volatile-default'), /\n {2}bad\n {4}ALTER TABLE .*\n\n {2}good\n {4}ALTER TABLE/)
  })

  it('guesses what was meant', () => {
    assert.throws(() => explainCommand('upgrade-complete'), {
      code: 'usage',
      message: 'expected the name of a check or scanner, found "upgrade-complete"',
      hint: 'did you mean upgrade-completes? `fulldress explain` lists them',
    })
  })
})
