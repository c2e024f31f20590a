import assert from 'node:assert/strict'
import { explainTraffic } from '../../../harness/companions/plans.ts'
import { parseTraffic } from '../../../harness/companions/traffic-file.ts'
import { connect } from '../../../harness/database/session.ts'
import { readyParser } from '../../../harness/sql/parse.ts'
import { startTestServer } from '../postgres.ts'

describe('plans of the application’s statements', () => {
  it('are timed again where they seem slower: a machine that was busy for some runs is no news', async () => {
    await readyParser()
    await using server = await startTestServer(17)
    const address = await server.createDatabase()
    await using session = await connect(address, 'test')
    await session.run(`
      CREATE SEQUENCE calls;
      CREATE FUNCTION busy_for_a_while() RETURNS void LANGUAGE plpgsql AS $$ DECLARE call int := nextval('calls'); BEGIN
        IF call BETWEEN 6 AND 12 THEN PERFORM pg_sleep(0.05); END IF; END $$`)
    const traffic = parseTraffic('SELECT busy_for_a_while();')
    const before = await explainTraffic(address, traffic)
    const after = await explainTraffic(address, traffic, before)
    assert.ok((after.get(0)?.durationMs ?? 50) < 50, `${after.get(0)?.durationMs} ms`)
  })
})
