import assert from 'node:assert/strict'
import { maskLiterals } from '../../harness/sql/mask.ts'

describe('maskLiterals', () => {
  it('keeps the value of a timeout, which is no secret, and drops a last semicolon', () => {
    assert.equal(maskLiterals("SET LOCAL lock_timeout = '2s';"), "SET LOCAL lock_timeout = '2s'")
    assert.equal(maskLiterals('-- not long\nSET statement_timeout TO 0'), 'SET statement_timeout TO 0')
    assert.equal(maskLiterals("SET app.token = 'secret' ;"), 'SET app.token = ?')
  })

  it('keeps it among other statements of a line, and in any spelling', () => {
    assert.equal(maskLiterals("SET lock_timeout = '2s'; SELECT 'secret'"), "SET lock_timeout = '2s'; SELECT ?")
    assert.equal(
      maskLiterals("BEGIN; SET LOCAL lock_timeout='1s'; SET statement_timeout TO 0;UPDATE t SET a = 1; COMMIT;"),
      "BEGIN; SET LOCAL lock_timeout='1s'; SET statement_timeout TO 0;UPDATE t SET a = ?; COMMIT",
    )
  })

  it('masks what only looks like a timeout', () => {
    assert.equal(maskLiterals("SELECT 1 ? 'set lock_timeout = 5'"), 'SELECT ? ? ?')
    assert.equal(maskLiterals("UPDATE t SET lock_timeout = '2s'"), 'UPDATE t SET lock_timeout = ?')
    assert.equal(maskLiterals("SET lock_timeout = '2s' || 'secret'"), 'SET lock_timeout = ? || ?')
    assert.equal(maskLiterals('SET a\uE0000\uE000_timeout = 5'), 'SET a0_timeout = 5')
  })

  it('takes a backslash for nothing special but in strings that begin with E', () => {
    assert.equal(
      maskLiterals(String.raw`UPDATE a SET p = 'C:\temp\' WHERE pw = 'hunter2'`),
      'UPDATE a SET p = ? WHERE pw = ?',
    )
    assert.equal(maskLiterals(String.raw`UPDATE a SET p = 'C:\hunter2\'`), 'UPDATE a SET p = ?')
    assert.equal(maskLiterals(String.raw`SELECT 'it''s \' || 'hunter2'`), 'SELECT ? || ?')
    assert.equal(maskLiterals(String.raw`SELECT E'it\'s hunter2', 'x'`), 'SELECT ?, ?')
    assert.equal(maskLiterals(String.raw`SELECT N'hunter2', U&'\0041', x'1f', name'x'`), 'SELECT ?, ?, ?, name?')
  })

  it('masks whatever begins like a literal, to the end where it has none', () => {
    assert.equal(maskLiterals('SELECT 0xhunter2, 1_000, 1.5e+10, 2e3, a[1:2], t1'), 'SELECT ?, ?, ?, ?, a[?:?], t1')
    assert.equal(maskLiterals('SELECT $é$hunter2$é$, größe'), 'SELECT ?, größe')
    assert.equal(maskLiterals('SELECT 1, $q$hunter2'), 'SELECT ?, ?')
    assert.equal(maskLiterals("SELECT 'x', 'hunter2"), 'SELECT ?, ?')
    assert.equal(maskLiterals("SELECT /* /* 'a */ hunter2 */ 1 /* hunter2"), 'SELECT ?')
  })

  it('masks the rows of a COPY', () => {
    const copy = 'COPY t (a, b) FROM stdin;\nhunter2\thunter2\n\\.\n'
    assert.equal(maskLiterals(`${copy}SELECT now()`), 'COPY t (a, b) FROM stdin; ? SELECT now()')
    assert.equal(maskLiterals('COPY t FROM stdin;\nhunter2\thun'), 'COPY t FROM stdin; ?')
    assert.equal(maskLiterals("COPY t FROM STDIN WITH (NULL 'x')"), 'COPY t FROM STDIN WITH (NULL ?)')
  })
})
