import assert from 'node:assert/strict'
import { dumpParts } from '../../harness/sql/dump.ts'

async function* linesOf(text: string): AsyncGenerator<string> {
  yield* text.split('\n')
}

/** Parts as `kind line text`, with the rows of a COPY after it. */
async function partsOf(text: string): Promise<readonly string[]> {
  const said: string[] = []
  for await (const part of dumpParts(linesOf(text))) {
    said.push(`${part.kind} ${part.line} ${part.text.replace(/\s+/g, ' ')}`)
    if (part.kind === 'copy') for await (const rows of part.rows) said.push(rows)
  }
  return said
}

describe('reading a dump as psql does', () => {
  it('cuts statements at semicolons that stand outside of quotes, comments and parentheses', async () => {
    assert.deepEqual(
      await partsOf(
        'SELECT \'a;b\', "c;d" -- e;f\n, 1 /* g; /* h; */ i; */;\nSELECT (1;2);  SELECT $x$;$$;$x$; SELECT 3',
      ),
      [
        'statement 1 SELECT \'a;b\', "c;d" -- e;f , 1 /* g; /* h; */ i; */;',
        'statement 3 SELECT (1;2);',
        'statement 3 SELECT $x$;$$;$x$;',
        'statement 3 SELECT 3',
      ],
    )
  })

  it('names the line of a statement’s first word', async () => {
    assert.deepEqual(await partsOf('\n-- a word\n\n/* two\nlines */ SELECT 1;\n\nSELECT 2;'), [
      'statement 5 SELECT 1;',
      'statement 7 SELECT 2;',
    ])
  })

  it('knows doubled quotes, escape strings and dollars inside names', async () => {
    assert.deepEqual(await partsOf("SELECT 'it''s;', E'\\';', E'\\\\';\nSELECT a$1$b; SELECT 'x\\';"), [
      "statement 1 SELECT 'it''s;', E'\\';', E'\\\\';",
      'statement 2 SELECT a$1$b;',
      "statement 2 SELECT 'x\\';",
    ])
  })

  it('goes on through quotes that end on a later line', async () => {
    assert.deepEqual(await partsOf("INSERT INTO t VALUES ('a;\nb;');\nSELECT 1;"), [
      "statement 1 INSERT INTO t VALUES ('a; b;');",
      'statement 3 SELECT 1;',
    ])
  })

  it('keeps the body of a function in SQL’s own words whole', async () => {
    const body = 'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;'
    assert.deepEqual(await partsOf(`${body}\nSELECT 3;`), [`statement 1 ${body}`, 'statement 2 SELECT 3;'])
  })

  it('hands the rows of a COPY over as they are', async () => {
    assert.deepEqual(await partsOf("COPY t (a, b) FROM stdin;\n1\tit's; \n\\N\t2\n\\.\n\nSELECT 1;"), [
      'copy 1 COPY t (a, b) FROM stdin;',
      "1\tit's; \n\\N\t2\n",
      'statement 6 SELECT 1;',
    ])
  })

  it('passes rows over that nobody reads', async () => {
    const kinds: string[] = []
    for await (const { kind } of dumpParts(linesOf('COPY t FROM STDIN;\n1\n2\n\\.\nSELECT 1;'))) kinds.push(kind)
    assert.deepEqual(kinds, ['copy', 'statement'])
  })

  it('tells psql’s own commands apart', async () => {
    assert.deepEqual(await partsOf('-- a dump\n\\restrict abc\nSELECT 1;\n\\connect shop'), [
      'psql 2 \\restrict abc',
      'statement 3 SELECT 1;',
      'psql 4 \\connect shop',
    ])
  })
})
