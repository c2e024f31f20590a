import assert from 'node:assert/strict'
import { readScriptCatalog } from '../../../harness/database/script-catalog.ts'
import { scanScript } from '../../../harness/scanners/scan.ts'
import { readyParser } from '../../../harness/sql/parse.ts'
import { startTestServer, type TestServer } from '../postgres.ts'

describe('what a database tells the scanners', () => {
  let server: TestServer
  before(async () => {
    await readyParser()
    server = await startTestServer(18)
  })
  after(() => server[Symbol.asyncDispose]())

  it('is types, promises and the bodies of functions', async () => {
    const address = await server.createDatabase()
    await using session = await server.session(address)
    await session.run(`
      CREATE SCHEMA billing;
      CREATE TABLE billing.invoices (id int, "Total" varchar(20), note text, due date, CONSTRAINT note_there CHECK (note IS NOT NULL));
      ALTER TABLE billing.invoices ADD CONSTRAINT total_there CHECK ("Total" IS NOT NULL) NOT VALID;
      ALTER TABLE billing.invoices ADD CONSTRAINT due_there NOT NULL due NOT VALID;
      CREATE FUNCTION tidy() RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'TRUNCATE billing.invoices'; END $$`)
    const catalog = await readScriptCatalog(address)
    const found = (text: string) =>
      scanScript('m.sql', { text, transaction: false, lockTimeoutMs: 1_000, catalog }).map(
        ({ scanner, place }) => `${scanner}:${place.line}`,
      )
    assert.deepEqual(found('ALTER TABLE billing.invoices ALTER note SET NOT NULL'), [])
    assert.deepEqual(found('ALTER TABLE billing.invoices ALTER "Total" SET NOT NULL'), ['set-not-null-without-check:1'])
    const valid = 'ALTER TABLE billing.invoices VALIDATE CONSTRAINT'
    assert.deepEqual(found(`${valid} total_there;\nALTER TABLE billing.invoices ALTER "Total" SET NOT NULL`), [])
    assert.deepEqual(found(`${valid} due_there;\nALTER TABLE billing.invoices ALTER due SET NOT NULL`), [])
    assert.deepEqual(found('ALTER TABLE billing.invoices ALTER "Total" TYPE varchar(40)'), [])
    assert.deepEqual(found('ALTER TABLE billing.invoices ALTER "Total" TYPE varchar(4)'), ['type-change-rewrites:1'])
    assert.deepEqual(found('SELECT tidy()'), ['lock-in-called-function:1'])
  })
})
