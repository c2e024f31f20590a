import assert from 'node:assert/strict'
import { refusePsqlFiles } from '../../harness/migrator/psql-files.ts'
import { readyParser } from '../../harness/sql/parse.ts'

describe('files that only psql can run', () => {
  before(readyParser)

  it('are refused by file and line, with the way out', () => {
    const files = [
      { name: 'm/001_a.up.sql', text: '\\set ON_ERROR_STOP on\nSELECT 1;' },
      { name: 'm/002_b.up.sql', text: "SELECT 1;\n\nSELECT format('DROP TABLE %I', 'x') \\gexec\n" },
    ]
    assert.throws(() => refusePsqlFiles(files, '`psql -f FILE`'), {
      name: 'RehearsalError',
      code: 'usage',
      message: "expected SQL at m/002_b.up.sql:3, found psql's own \\gexec, which no server understands",
      hint: 'have psql run it: `psql -f FILE`',
    })
  })

  it('are those as well that name a variable which somebody else sets', () => {
    const file = { name: 'deploy/a.sql', text: 'CREATE TABLE t (a int);\nSET search_path TO :"schema";' }
    assert.throws(() => refusePsqlFiles([file], 'x'), {
      message: `expected SQL at deploy/a.sql:2, found psql's own :"schema", which no server understands`,
    })
  })

  it('are not those that a server understands, nor those with a mistake that is no concern of psql’s', () => {
    for (const text of ['SELECT (ARRAY[1,2])[1:n] FROM t', 'SELEC 1', 'COPY t FROM stdin;\n1\n\\.\n', '\\timing\n'])
      assert.doesNotThrow(() => refusePsqlFiles([{ name: 'a.sql', text }], 'x'))
  })
})
