import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RehearsalError } from '../../harness/errors.ts'
import { Journal } from '../../harness/journal/journal.ts'
import { readJournal } from '../../harness/journal/read.ts'
import { digestFile } from '../../harness/journal/side-file.ts'
import type { Entry } from '../../harness/model/evidence.ts'

describe('the journal', () => {
  let folder: string
  let file: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fulldress-journal-'))
    file = join(folder, 'journal.jsonl')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const now = () => new Date('2026-11-21T06:12:00.000Z')

  it('numbers and stamps facts, tells its listeners, and reads them back', () => {
    using journal = new Journal(file, now)
    const heard: Entry[] = []
    journal.listen((entry) => heard.push(entry))
    journal.record({ kind: 'act.started', act: 'stage' })
    journal.record({ kind: 'cleanup.failed', reason: 'line one\nline two' })
    const expected = [
      { seq: 1, at: '2026-11-21T06:12:00.000Z', kind: 'act.started', act: 'stage' },
      { seq: 2, at: '2026-11-21T06:12:00.000Z', kind: 'cleanup.failed', reason: 'line one\nline two' },
    ]
    assert.deepEqual([journal.read(), heard], [expected, expected])
    assert.equal(readFileSync(file, 'utf8').split('\n').length, 3)
  })

  it('refuses to continue a journal that is there', () => {
    writeFileSync(file, '')
    assert.throws(() => new Journal(file), /EEXIST/)
  })

  it('drops a torn last line, and says so', () => {
    writeFileSync(file, '{"seq":1,"at":"","kind":"act.started","act":"stage"}\n')
    appendFileSync(file, '{"seq":2,"at":"2026-11')
    const { entries, torn } = readJournal(file)
    assert.deepEqual([entries.map(({ seq }) => seq), torn], [[1], true])
  })

  it('refuses damage anywhere else', () => {
    writeFileSync(file, '{"seq":1,"kind":"interrupted"}\n{"seq":2,"at"\n{"seq":3}\n')
    assert.throws(() => readJournal(file), {
      code: 'run-unreadable',
      message: `expected a JSON entry at ${file}:2, found "{\\"seq\\":2,\\"at\\""`,
      hint: 'the journal was changed after the run; take it from a backup or rehearse again',
    })
  })

  it('refuses a line that is JSON but no entry, and a gap in the numbers', () => {
    writeFileSync(file, '{"seq":1,"at":"","kind":"interrupted"}\n42\n')
    assert.throws(() => readJournal(file), { message: `expected a JSON entry at ${file}:2, found "42"` })
    writeFileSync(file, '{"seq":1,"at":"","kind":"interrupted"}\n{"seq":3,"at":"","kind":"interrupted"}\n')
    assert.throws(() => readJournal(file), {
      message: `expected entry 2 at ${file}:2, found entry 3`,
    })
  })

  it('says which journal it looked for', () => {
    assert.throws(
      () => readJournal(file),
      (error) =>
        error instanceof RehearsalError &&
        error.message.startsWith(`expected a journal at ${file}, found none (ENOENT`),
    )
  })

  it('digests side files', async () => {
    writeFileSync(file, 'abc')
    assert.equal(await digestFile(file), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  })
})
