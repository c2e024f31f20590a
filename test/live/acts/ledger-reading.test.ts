import assert from 'node:assert/strict'
import { LedgerReading } from '../../../harness/acts/ledger-reading.ts'
import { playTimes } from '../../../harness/acts/play-times.ts'
import { hashOf } from '../../../harness/database/content.ts'
import { openLedger } from '../../../harness/database/ledger.ts'
import type { DatabaseAddress } from '../../../harness/model/stage.ts'
import type { RecordedWrite } from '../../../harness/traffic/acknowledged.ts'
import { journal } from '../../checks/journal.ts'
import { startTestServer, type TestServer } from '../postgres.ts'

const LEDGER = {
  name: 'notes',
  table: 'notes',
  query: null,
  key: 'reference',
  content: [{ field: 'body', column: 'body' }],
}

/** The acts of this play begin a second apart; a snapshot of 2.5 s is restored at 3.5 s. */
const AT = Date.parse(journal({ kind: 'act.started', act: 'baseline' })[0]?.at ?? '')
const TIMES = playTimes(
  journal(
    { kind: 'act.started', act: 'baseline' },
    { kind: 'act.started', act: 'upgrade' },
    { kind: 'act.started', act: 'soak' },
    { kind: 'act.started', act: 'rollback' },
    { kind: 'snapshot.taken', by: 'commands', startedAt: AT + 2_400, takenAt: AT + 2_500, endedAt: AT + 2_600 },
    { kind: 'snapshot.restored', step: 0, startedAt: AT + 3_000, endedAt: AT + 3_500 },
  ),
)

describe('the reading of a ledger', function () {
  this.timeout(60_000)
  let server: TestServer
  let address: DatabaseAddress
  before(async () => {
    server = await startTestServer(17)
    address = await server.createDatabase()
    await using session = await server.session(address)
    await session.run(`
      CREATE TABLE notes (reference text, body text);
      INSERT INTO notes VALUES ('one', 'a'), ('two', 'b'), ('two', 'b'), ('short', 'cut'), ('new', 'z'), ('late', 'l')`)
  })
  after(() => server[Symbol.asyncDispose]())

  function write(key: string, secondsIn: number, more: Partial<RecordedWrite> & { body?: string } = {}): RecordedWrite {
    const { body, ...others } = more
    const content = body === undefined ? {} : { content: [hashOf(body)] }
    return { ledger: 'notes', key, atMs: AT + secondsIn * 1_000, endpoint: 'POST /notes', ...content, ...others }
  }

  async function read(...writes: readonly RecordedWrite[]): Promise<LedgerReading> {
    await using open = await openLedger(address, LEDGER)
    const reading = new LedgerReading(LEDGER, open, TIMES)
    for (const one of writes) await reading.add(one)
    await reading.flush()
    return reading
  }

  it('tells trouble by trouble which key, when, and by which endpoint', async () => {
    const reading = await read(
      write('one', 0, { body: 'a' }),
      write('gone', 1.5),
      write('two', 1.6, { body: 'b' }),
      write('short', 2.2, { body: 'cut short' }),
      write('also gone', 3.7),
    )
    const common = { endpoint: 'POST /notes' }
    assert.deepEqual(reading.troubled, [
      { key: 'gone', trouble: 'missing', act: 'upgrade', atMs: AT + 1_500, ...common },
      { key: 'two', trouble: 'doubled', act: 'upgrade', atMs: AT + 1_600, ...common, times: 2 },
      { key: 'short', trouble: 'changed', act: 'soak', atMs: AT + 2_200, ...common, columns: ['body'] },
      { key: 'also gone', trouble: 'missing', act: 'rollback', atMs: AT + 3_700, ...common },
    ])
    const none = { missing: 0, doubled: 0, changed: 0, declaredLost: 0 }
    assert.deepEqual(reading.acts, [
      { act: 'baseline', acknowledged: 1, ...none },
      { act: 'upgrade', acknowledged: 2, ...none, missing: 1, doubled: 1 },
      { act: 'soak', acknowledged: 1, ...none, changed: 1 },
      { act: 'rollback', acknowledged: 1, ...none, missing: 1 },
    ])
    assert.deepEqual(reading.fields, [{ field: 'body', column: 'body', compared: 2, changed: 1 }])
  })

  it('takes what was acknowledged between a snapshot and its restoration for given up, and nothing else', async () => {
    const { troubled } = await read(
      write('before', 2.4),
      write('after', 2.5),
      write('short', 3.4, { body: 'cut short' }),
      write('restored', 3.5),
    )
    assert.deepEqual(
      troubled.map(({ key, trouble }) => [key, trouble]),
      [
        ['before', 'missing'],
        ['after', 'declared-lost'],
        ['short', 'declared-lost'],
        ['restored', 'missing'],
      ],
    )
  })

  it('holds the last write to a key against what is there', async () => {
    const { troubled } = await read(
      write('new', 0, { body: 'y' }),
      write('new', 1, { body: 'z' }),
      write('one', 0, { body: 'a' }),
      write('one', 1, { body: 'b' }),
    )
    assert.deepEqual(
      troubled.map(({ key, trouble, act }) => [key, trouble, act]),
      [['one', 'changed', 'upgrade']],
    )
  })

  it('loses nothing with a write that was never answered, there or not, before an answer or after it', async () => {
    const unanswered = true
    const reading = await read(
      write('one', 0, { unanswered }),
      write('nowhere', 0, { unanswered }),
      write('two', 0, { unanswered }),
      write('new', 0, { body: 'z', unanswered }),
      write('new', 1, { body: 'y' }),
      write('late', 0, { body: 'k' }),
      write('late', 1, { body: 'l', unanswered }),
    )
    assert.deepEqual(reading.troubled, [])
    assert.deepEqual(reading.unanswered, { writes: 5, there: 4, doubled: ['two'] })
    assert.equal(reading.acknowledged, 2)
  })

  it('tells a write once that was acknowledged at the second attempt and is there twice', async () => {
    const reading = await read(write('two', 1, { unanswered: true }), write('two', 1.1))
    assert.deepEqual(reading.unanswered.doubled, [])
    assert.equal(reading.troubled[0]?.trouble, 'doubled')
  })

  it('forgives what is found when it looks again', async () => {
    await using open = await openLedger(address, LEDGER)
    const reading = new LedgerReading(LEDGER, open, TIMES)
    await reading.add(write('queued', 3.9))
    await reading.add(write('lost', 3.9))
    await reading.add(write('long lost', 1))
    await reading.flush()
    await using session = await server.session(address)
    await session.run("INSERT INTO notes VALUES ('queued', '')")
    const young = reading.missingSince(AT + 2_000)
    assert.deepEqual(young, ['queued', 'lost'])
    await reading.lookAgain(young)
    assert.deepEqual(
      reading.troubled.map(({ key }) => key),
      ['lost', 'long lost'],
    )
  })

  it('misses every write where the table is gone', async () => {
    const gone = { ...LEDGER, table: 'never' }
    assert.equal(await openLedger(address, gone), null)
    const reading = new LedgerReading(gone, null, TIMES)
    await reading.add(write('one', 1))
    await reading.flush()
    assert.deepEqual(
      reading.troubled.map(({ key, trouble }) => [key, trouble]),
      [['one', 'missing']],
    )
  })
})
