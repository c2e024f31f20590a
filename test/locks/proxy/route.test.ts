import assert from 'node:assert/strict'
import { type Circumstances, routeQuery } from '../../../harness/locks/proxy/route.ts'
import { readyParser } from '../../../harness/sql/parse.ts'

const KNOWN: Circumstances = {
  status: 'I',
  encoding: 'UTF8',
  standardStrings: true,
  serverVersion: '17.10',
  asksForText: false,
  hasRules: false,
  binaryCursors: false,
  verbose: false,
}

describe('the route of a simple Query', () => {
  before(readyParser)

  const route = (sql: string, known: Partial<Circumstances> = {}) =>
    routeQuery(Buffer.from(sql), { ...KNOWN, ...known })
  const because = (sql: string, known: Partial<Circumstances> = {}) => {
    const chosen = route(sql, known)
    return chosen.kind === 'whole' ? chosen.because : 'in parts'
  }

  it('cuts a string where PostgreSQL does, and counts characters, not bytes', () => {
    const chosen = route("SELECT 'ü😀;';-- a\n SELECT 2 ;")
    assert.ok(chosen.kind === 'parts')
    assert.deepEqual(
      chosen.parts.map(({ sql, before }) => ({ sql, before })),
      [
        { sql: "SELECT 'ü😀;'", before: 0 },
        { sql: 'SELECT 2', before: 19 },
      ],
    )
  })

  it('sends a single statement to the letter', () => {
    const text = '/* a */ ALTER TABLE t ADD c int ; -- b\n'
    const chosen = route(text)
    assert.ok(chosen.kind === 'parts')
    assert.deepEqual(
      chosen.parts.map(({ bytes }) => bytes.toString()),
      [text],
    )
  })

  it('says why a text has to stay whole', () => {
    assert.equal(because('SELEKT'), "PostgreSQL's parser refuses the text")
    assert.equal(because('COPY t FROM STDIN'), 'COPY is passed through as it is')
    assert.equal(because('SELECT $1'), 'the text names parameters that only the extended protocol has')
    assert.equal(because('SELECT 1; VACUUM t'), 'a statement of the string refuses transaction blocks')
    assert.equal(because("SELECT 'a\\nb'", { standardStrings: false }), 'standard_conforming_strings is off')
    assert.equal(because("SELECT 'é'", { encoding: 'LATIN1' }), 'the text is not in UTF-8')
    assert.equal(
      because('SELECT 1; SELECT 2', { asksForText: true }),
      'a function may ask for the text of the whole string',
    )
    assert.equal(
      because('UPDATE t SET a = 1', { hasRules: true }),
      'a rule may answer with rows, which the extended protocol drops',
    )
  })

  it('leaves a string whole where an older server would tell the pipeline from it', () => {
    const older = 'to PostgreSQL 17 a string is a block, which a pipeline is not'
    for (const sql of ['LOCK TABLE t; SELECT 1', 'SELECT 1; COMMIT', 'CALL p(); SELECT 1']) {
      assert.equal(because(sql), older)
      assert.equal(because(sql, { serverVersion: '18.4' }), 'in parts')
    }
    assert.equal(because('BEGIN; LOCK TABLE t; COMMIT'), 'in parts')
    assert.equal(because("SET LOCAL lock_timeout = '1s'; ALTER TABLE t ADD c int"), 'in parts')
  })

  it('takes the head of a dump for what it is, and a change of encoding for another thing', () => {
    assert.equal(because("SET client_encoding = 'UTF8'; SET standard_conforming_strings = on; SELECT 1"), 'in parts')
    assert.equal(because("SET client_encoding = 'LATIN1'; SELECT 1"), 'the string changes how PostgreSQL reads text')
  })
})
