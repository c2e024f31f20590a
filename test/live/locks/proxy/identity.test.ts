import assert from 'node:assert/strict'
import { digestCatalog } from '../../../../harness/database/catalog.ts'
import { createClone, dropDatabase } from '../../../../harness/database/clone.ts'
import { digestRows } from '../../../../harness/database/rows.ts'
import { connect } from '../../../../harness/database/session.ts'
import { startTracing, type TracingProxy } from '../../../../harness/locks/proxy/proxy.ts'
import type { DatabaseAddress, DatabaseDescription } from '../../../../harness/model/stage.ts'
import { startTestServer, type TestServer } from '../../postgres.ts'
import { play } from './play.ts'
import { DATA } from './scripts/data.ts'
import { ERRORS } from './scripts/errors.ts'
import { PROGRAMS } from './scripts/programs.ts'
import { PROTOCOL } from './scripts/protocol.ts'
import { SCHEMA } from './scripts/schema.ts'
import { SCENE, type Step } from './scripts/script.ts'
import { SETTINGS } from './scripts/settings.ts'
import { STRINGS } from './scripts/strings.ts'
import { TRANSACTIONS } from './scripts/transactions.ts'

const CORPUS = { TRANSACTIONS, STRINGS, ERRORS, PROGRAMS, DATA, SCHEMA, SETTINGS, PROTOCOL }

/** `npm run bar -- identity` names a version and has all scripts; here a fifth of them, or it would take minutes. */
const ASKED = process.env.FULLDRESS_TEST_POSTGRES
const VERSION = Number(ASKED ?? 17) as DatabaseDescription['version']
const EVERY = ASKED === undefined ? 5 : 1

async function sequencesOf(address: DatabaseAddress): Promise<readonly object[]> {
  await using session = await connect(address, 'test')
  return await session.query('SELECT sequencename, last_value FROM pg_sequences ORDER BY 1')
}

describe(`the tracing proxy leaves every script what it is (PostgreSQL ${VERSION})`, function () {
  // Two clones per script, and their removal, on a machine that others use as well.
  this.timeout(300_000)
  let server: TestServer
  let proxy: TracingProxy
  let clones = 0
  const troubles: string[] = []

  before(async () => {
    server = await startTestServer(VERSION)
    await using session = await connect({ ...server.address, database: 'postgres' }, 'test')
    await session.run('CREATE DATABASE scene')
    await using scene = await connect({ ...server.address, database: 'scene' }, 'test')
    await scene.run(SCENE)
    const onTrouble = (reason: string) => void troubles.push(reason)
    proxy = await startTracing({ server: server.address, onStatement() {}, onTransaction() {}, onTrouble })
  })
  after(async () => {
    await proxy?.[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]()
  })

  /** What came back, and what the database then holds. */
  const outcome = async (steps: readonly Step[], through: DatabaseAddress) => {
    const database = `script_${++clones}`
    await createClone(server.address, 'scene', database)
    const direct = { ...server.address, database }
    const heard = await play(steps, { ...through, database }, direct)
    const { objects } = await digestCatalog(direct)
    const { tables } = await digestRows(direct)
    const sequences = await sequencesOf(direct)
    await dropDatabase(server.address, database)
    return { heard, catalog: [...objects], tables, sequences }
  }

  const scripts = Object.entries(CORPUS).flatMap(([kind, group]) =>
    Object.entries(group).map(([name, steps]) => ({ title: `${kind.toLowerCase()}: ${name}`, steps })),
  )
  for (const { title, steps } of scripts.filter((_, index) => index % EVERY === 0))
    it(title, async () => {
      const natively = await outcome(steps, server.address)
      const traced = await outcome(steps, proxy.address)
      assert.deepEqual(traced, natively)
    })

  it('holds at least 150 scripts', () => {
    assert.ok(scripts.length >= 150, `${scripts.length} scripts`)
  })
})
