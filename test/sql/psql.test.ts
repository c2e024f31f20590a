import assert from 'node:assert/strict'
import { readyParser } from '../../harness/sql/parse.ts'
import { readPsql } from '../../harness/sql/psql.ts'
import { readScript } from '../../harness/sql/script.ts'
import { splitStatements } from '../../harness/sql/split.ts'

describe('a text that was written for psql', () => {
  before(readyParser)

  it('has its rows with the COPY that they stand below, and statements on the lines where they were', () => {
    const text = [
      'BEGIN;',
      'COPY public.cty (code, name) FROM stdin;',
      "de\tit's; Germany -- 1",
      'fr\t\\N',
      '\\.',
      '',
      '-- none below this one',
      'copy empty from STDIN with (format csv);',
      '\\.',
      "COPY files FROM '/dev/null';",
      'COMMIT;',
    ].join('\n')
    assert.deepEqual(
      splitStatements(text).map(({ text, line, rows }) => [text, line, rows]),
      [
        ['BEGIN', 1, null],
        ['COPY public.cty (code, name) FROM stdin', 2, "de\tit's; Germany -- 1\nfr\t\\N\n"],
        ['copy empty from STDIN with (format csv)', 8, ''],
        ["COPY files FROM '/dev/null'", 10, null],
        ['COMMIT', 11, null],
      ],
    )
    const script = readScript({ text, transaction: true, lockTimeoutMs: null, catalog: null })
    assert.deepEqual(
      script?.steps.map(({ line }) => line),
      [1, 2, 8, 10, 11],
    )
  })

  it('keeps the rows of a file with line ends of Windows, and of one that ends without the mark', () => {
    assert.deepEqual(readPsql('COPY t FROM stdin;\r\n1\r\n\\.\r\nSELECT 1;').rows, ['1\r\n'])
    assert.deepEqual(readPsql('COPY t FROM stdin;\n1\n2').rows, ['1\n2'])
    assert.deepEqual(readPsql('COPY t FROM stdin;').rows, [''])
  })

  it('is rid of commands that only show something, and has the values of variables where they are named', () => {
    const text = `\\set ON_ERROR_STOP on\n\\set sch 'my ' app\n\\echo 'hello' \\\nSELECT :'sch', 1::int, a[1:n], ':sch' FROM :"sch".t; \\timing\n`
    assert.deepEqual(readPsql(text), {
      sql: `\n\n\nSELECT 'my app', 1::int, a[1:n], ':sch' FROM "my app".t; \n`,
      rows: [],
      command: null,
      unset: { text: ':n', line: 4 },
    })
  })

  it('names the first command that only psql can do, wherever it stands', () => {
    const commands: readonly [text: string, line: number, command: string][] = [
      ["SELECT 1;\nSELECT 'DROP TABLE t' \\gexec\n", 2, '\\gexec'],
      ['/* \\i no */ -- \\i no\n\\ir ../base.sql\n\\i other', 2, '\\ir ../base.sql'],
      ['\\if :condition\n\\endif', 1, '\\if :condition'],
      ['\\set ON_ERROR_STOP off', 1, '\\set ON_ERROR_STOP off'],
      ['\\set AUTOCOMMIT 0', 1, '\\set AUTOCOMMIT 0'],
      ['\\set host `hostname`', 1, '\\set host `hostname`'],
      ["\\copy t FROM 'x.csv'", 1, "\\copy t FROM 'x.csv'"],
    ]
    for (const [text, line, command] of commands) assert.deepEqual(readPsql(text).command, { text: command, line })
  })

  it('is as it was where backslashes and colons are SQL’s own', () => {
    const text = `SELECT '\\d', E'\\'\\\\', $a$ \\i x $b$ $a$, "\\x", $$:'v'$$ /* /* \\i */ \\i */ AS "from stdin";\nDO $do$ COPY x FROM stdin; $do$;\n`
    assert.deepEqual(readPsql(text), { sql: text, rows: [], command: null, unset: null })
  })
})
