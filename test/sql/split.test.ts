import assert from 'node:assert/strict'
import { maskLiterals } from '../../harness/sql/mask.ts'
import { readyParser } from '../../harness/sql/parse.ts'
import { splitStatements } from '../../harness/sql/split.ts'

describe('splitting SQL files', () => {
  before(readyParser)

  it('finds each statement with the line of its first word, past comments and letters of several bytes', () => {
    const text = "-- größer\nSELECT 'ä;b'; /* ; */\n\n  UPDATE t SET a = 1;\nDO $$ BEGIN; END $$\n"
    const found = splitStatements(text).map(({ text, line, kind }) => [text, line, kind])
    assert.deepEqual(found.slice(0, 2), [
      ["SELECT 'ä;b'", 2, 'SelectStmt'],
      ['UPDATE t SET a = 1', 4, 'UpdateStmt'],
    ])
    assert.deepEqual(found[2]?.slice(1), [5, 'DoStmt'])
  })

  it('knows which statements no transaction block allows', () => {
    const alone = [
      'CREATE INDEX CONCURRENTLY i ON t (a)',
      'DROP INDEX CONCURRENTLY i',
      'REINDEX TABLE CONCURRENTLY t',
      'REINDEX (CONCURRENTLY) TABLE t',
      'REINDEX SCHEMA s',
      'VACUUM t',
      'CALL p()',
      'DO $$ BEGIN UPDATE t SET a = 1; COMMIT; END $$',
      'CREATE DATABASE d',
      "ALTER SYSTEM SET work_mem = '1MB'",
      'ALTER TABLE p DETACH PARTITION q CONCURRENTLY',
    ]
    for (const text of alone) assert.equal(splitStatements(text)[0]?.refusesTransaction, true, text)
    const together = [
      'CREATE INDEX i ON t (a)',
      'DROP INDEX i',
      'REINDEX TABLE t',
      'ANALYZE t',
      'ALTER TABLE p DETACH PARTITION q',
    ]
    for (const text of together) assert.equal(splitStatements(text)[0]?.refusesTransaction, false, text)
  })

  it('knows which statements control transactions', () => {
    const kinds = splitStatements('BEGIN; SAVEPOINT a; SELECT 1; COMMIT').map((one) => one.controlsTransaction)
    assert.deepEqual(kinds, [true, false, false, true])
  })

  it('leaves a file that the parser refuses whole, for the server to refuse', () => {
    assert.deepEqual(
      splitStatements('SELEC 1; SELECT 2').map(({ text }) => text),
      ['SELEC 1; SELECT 2'],
    )
  })

  it('finds nothing in a file of comments', () => {
    assert.deepEqual(splitStatements('-- nothing\n'), [])
  })
})

describe('masking literals', () => {
  it('hides values in every spelling and keeps names and placeholders', () => {
    assert.equal(
      maskLiterals(
        `UPDATE "Us'ers2" SET pin = 1234, name = E'o\\'brien', x = $1, y = $q$secret$q$ -- token abc\n WHERE id2 = 7.5e3`,
      ),
      `UPDATE "Us'ers2" SET pin = ?, name = ?, x = $1, y = ? WHERE id2 = ?`,
    )
  })

  it('cuts what is too long to read', () => {
    assert.equal(maskLiterals(`SELECT ${'a, '.repeat(200)}b`).length, 300)
  })
})
