import assert from 'node:assert/strict'
import { interruptedMigrationNotResumable } from '../../../harness/checks/interrupted-migration-not-resumable.ts'
import { entriesOf, type Fact } from '../../../harness/model/evidence.ts'
import { journal, started } from '../../checks/journal.ts'
import { startTestServer, type TestServer } from '../postgres.ts'
import { interrupted, sqlPiece, toolPiece } from './pieces.ts'

const BASE = `
  CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, note text, at timestamptz DEFAULT now());
  INSERT INTO orders (note) SELECT 'note ' || g FROM generate_series(1, 2000) g`

describe('migrations that are stopped on clones', function () {
  this.timeout(120_000)
  let server: TestServer

  before(async () => {
    server = await startTestServer(17)
  })

  after(() => server[Symbol.asyncDispose]())

  const stop = async (...files: readonly string[]) =>
    interrupted(await server.createDatabase(), BASE, () => files.map((text, at) => sqlPiece(`${at + 1}.sql`, text)))

  it('end as an uninterrupted run where files are transactions, or begin by removing what an attempt left', async () => {
    const facts = await stop(
      'ALTER TABLE orders ADD total int; UPDATE orders SET total = 1;',
      'DROP INDEX CONCURRENTLY IF EXISTS by_note; CREATE INDEX CONCURRENTLY by_note ON orders (note);',
      'CREATE TABLE log (id serial PRIMARY KEY, at timestamptz DEFAULT now()); INSERT INTO log DEFAULT VALUES;',
    )
    // A busy machine makes more statements long, and so more moments.
    assert.match(
      ruled(facts),
      /^passed: 3 migrations stopped at (\d+) of \1 moments ended, run again, as an uninterrupted run does; files that were done by then were not run again$/,
    )
    const left = stops(facts).filter(({ indexesInvalid }) => indexesInvalid.length > 0)
    assert.deepEqual(
      left.map(({ how, moment, indexesInvalid }) => [how, moment, indexesInvalid]),
      [['backend-terminated', 'during', ['by_note']]],
    )
  })

  it('leave an invalid index that IF NOT EXISTS takes for done, and a valid one where only the client was gone', async () => {
    const facts = await stop('CREATE INDEX CONCURRENTLY IF NOT EXISTS by_note ON orders (note);')
    assert.equal(
      ruled(facts),
      'blocker 1.sql:1: stopped in the middle of statement 1 of 1 of 1.sql (its backend terminated), it left the invalid index by_note, which a second run takes for done: IF NOT EXISTS asks for its name only',
    )
    assert.deepEqual(
      stops(facts).map(({ how, committed, differences }) => [how, committed, differences.length]),
      [
        ['backend-terminated', 0, 1],
        ['connection-cut', 1, 0],
      ],
    )
  })

  it('cannot be repeated where their first statements are committed one by one', async () => {
    const facts = await stop('CREATE TABLE archive (x int);\nVACUUM orders;\n', 'ALTER TABLE archive ADD y int;')
    assert.equal(
      ruled(facts),
      'blocker 1.sql:1: stopped after statement 1 of 2 of 1.sql (its backend terminated or the applier cut off as if killed), a second run fails: relation "archive" already exists (42P07); statement 1 of 2 is committed and not repeatable',
    )
    const second = stops(facts).filter(({ name }) => name === '2.sql')
    assert.deepEqual(
      second.map(({ again }) => again),
      ['completed', 'completed'],
    )
  })

  it('double rows that were committed before a second run inserts them again', async () => {
    const facts = await stop("INSERT INTO orders (note) VALUES ('new');\nVACUUM orders;\n")
    assert.match(
      ruled(facts),
      /^blocker 1\.sql:1: stopped after statement 1 of 2 of 1\.sql .*, a second run ends with something else than an uninterrupted one: orders has 2002 rows, after an uninterrupted run 2001$/,
    )
  })

  it('are settled where the tool had done all and refuses to run again, and not where something was still to do', async () => {
    const isGone = "NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'orders'::regclass AND attname = 'note')"
    const stopped = async (...down: readonly string[]) => {
      const facts = await interrupted(await server.createDatabase(), BASE, () => [toolPiece(isGone, down)])
      return stops(facts).map(({ how, again, differences }) => [how, again, ...differences])
    }
    assert.deepEqual(await stopped('ALTER TABLE orders DROP note'), [['tool-killed', 'refused']])
    // That statistics are missing no digest shows.
    assert.deepEqual(await stopped('ALTER TABLE orders DROP note', 'ANALYZE orders'), [
      ['backend-terminated', 'failed'],
      ['tool-killed', 'failed'],
      ['tool-killed', 'refused'],
    ])
  })

  it('are stopped in the middle of a long statement, which the server completes without its client', async () => {
    const facts = await stop(
      "UPDATE orders SET note = 'slow' WHERE id = 1 AND pg_sleep(0.4)::text = '';\nVACUUM orders;",
    )
    const within = stops(facts).filter(({ moment, index }) => moment === 'during' && index === 1)
    assert.deepEqual(
      within.map(({ index, how, committed, again }) => [index, how, committed, again]),
      [
        [1, 'backend-terminated', 0, 'completed'],
        [1, 'connection-cut', 1, 'completed'],
      ],
    )
  })
})

function stops(facts: readonly Fact[]) {
  return entriesOf(journal(...facts), 'migration.interrupted')
}

function ruled(facts: readonly Fact[]): string {
  const ruling = interruptedMigrationNotResumable.judge(journal(started(), ...facts))
  if (ruling.ruling !== 'found') return `${ruling.ruling}: ${ruling.because}`
  return ruling.findings.map(({ severity, subject, summary }) => `${severity} ${subject}: ${summary}`).join('\n')
}
