import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { followJournal } from '../../harness/journal/follow.ts'

describe('following a journal', () => {
  let folder = ''
  let file = ''

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'follow-'))
    file = join(folder, 'journal.jsonl')
  })

  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const line = (seq: number, reason = 'x') =>
    Buffer.from(`${JSON.stringify({ seq, at: '', kind: 'cleanup.failed', reason })}\n`)

  it('gives nothing before there is one', () => {
    assert.deepEqual(followJournal(file)(), [])
  })

  it('gives each entry once', () => {
    const next = followJournal(file)
    appendFileSync(file, Buffer.concat([line(1), line(2)]))
    assert.deepEqual(
      next().map(({ seq }) => seq),
      [1, 2],
    )
    assert.deepEqual(next(), [])
    appendFileSync(file, line(3))
    assert.deepEqual(
      next().map(({ seq }) => seq),
      [3],
    )
  })

  it('waits for the rest of half a line, be it cut within a character', () => {
    const next = followJournal(file)
    const whole = line(1, 'ö')
    const cut = whole.indexOf(0xc3) + 1
    appendFileSync(file, whole.subarray(0, cut))
    assert.deepEqual(next(), [])
    appendFileSync(file, whole.subarray(cut))
    assert.deepEqual(next(), [{ seq: 1, at: '', kind: 'cleanup.failed', reason: 'ö' }])
  })
})
